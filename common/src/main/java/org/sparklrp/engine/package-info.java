/** The relevance engine: forward and backward passes over a layer graph on ND4J. */
@NullMarked
package org.sparklrp.engine;

import org.jspecify.annotations.NullMarked;
