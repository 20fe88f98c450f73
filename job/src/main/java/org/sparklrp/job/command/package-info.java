/**
 * What the commands share as commands: exit codes and how text for people is laid out.
 *
 * <p>It knows no other package of the job, so that every command may use it.
 */
@NullMarked
package org.sparklrp.job.command;

import org.jspecify.annotations.NullMarked;
