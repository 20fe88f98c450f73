/**
 * How the user is told of a fault of theirs: {@link org.sparklrp.fault.UserException}, one sentence
 * with the reason and the remedy, and {@link org.sparklrp.fault.NearestName} for what was nearly
 * typed right.
 *
 * <p>Every package may use this one; it knows no other. What is not a user's fault is no exception
 * of this package.
 */
@NullMarked
package org.sparklrp.fault;

import org.jspecify.annotations.NullMarked;
