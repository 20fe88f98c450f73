/**
 * What the engine's tests compare with: rules and maps written out from their formulas, slowly and
 * on plain arrays, and the random values they are tried on.
 *
 * <p>An oracle shares no line with what it judges: nothing of {@code engine} is named here.
 */
@NullMarked
package org.sparklrp.engine.oracle;

import org.jspecify.annotations.NullMarked;
