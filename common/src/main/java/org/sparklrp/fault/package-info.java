/**
 * Words for people: how the user is told of a fault of theirs ({@link
 * org.sparklrp.fault.UserException}) or of the environment's ({@link
 * org.sparklrp.fault.EnvironmentException}), in one sentence with the reason and the remedy, what
 * was nearly typed right ({@link org.sparklrp.fault.NearestName}), and how constants are written
 * ({@link org.sparklrp.fault.Keyword}).
 *
 * <p>Every package may use this one; it knows no other. What is a bug is no exception of this
 * package.
 */
@NullMarked
package org.sparklrp.fault;

import org.jspecify.annotations.NullMarked;
