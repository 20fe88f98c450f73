/** Relevance maps as pictures. */
@NullMarked
package org.sparklrp.render;

import org.jspecify.annotations.NullMarked;
