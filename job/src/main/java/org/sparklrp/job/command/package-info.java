/**
 * What the commands share as commands: the exit codes by which they tell a caller what became of
 * it, and how tables for people are laid out on a console.
 *
 * <p>Every command uses this package, and so it knows none of them and no other package of the job.
 */
@NullMarked
package org.sparklrp.job.command;

import org.jspecify.annotations.NullMarked;
