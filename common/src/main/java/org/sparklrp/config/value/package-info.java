/**
 * How values that know the project's own words are read: rules, targets, policies, where labels
 * come from. Each is a {@link org.sparklrp.config.hocon.ValueType}, which says what it expects in
 * the words of an error message.
 *
 * <p>Values that know HOCON alone (numbers, lists, words) are {@code config.hocon}'s; which key has
 * which type is {@code config.key}'s.
 */
@NullMarked
package org.sparklrp.config.value;

import org.jspecify.annotations.NullMarked;
