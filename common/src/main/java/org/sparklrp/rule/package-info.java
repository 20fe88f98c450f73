/** Propagation rules and the composites that assign them to layers, as plain data. */
@NullMarked
package org.sparklrp.rule;

import org.jspecify.annotations.NullMarked;
