/**
 * Typed reading of HOCON, the language of configurations: a {@link
 * org.sparklrp.config.hocon.ConfigKey} has a {@link org.sparklrp.config.hocon.ValueType}, and
 * {@link org.sparklrp.config.hocon.ConfigReading} reads many keys and collects what is wrong with
 * any.
 *
 * <p>Types for numbers, words, lists and sections belong here, and the overrides of the command
 * line. Nothing here knows which keys there are or what they mean: the package touches {@code
 * fault} and the parser's library alone.
 */
@NullMarked
package org.sparklrp.config.hocon;

import org.jspecify.annotations.NullMarked;
