/** Numbers over relevance maps, and statistics over datasets as mergeable states. */
@NullMarked
package org.sparklrp.measure;

import org.jspecify.annotations.NullMarked;
