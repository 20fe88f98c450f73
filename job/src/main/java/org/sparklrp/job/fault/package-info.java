/**
 * Whose fault it is that a command cannot go on: {@link org.sparklrp.job.fault.Fault} is the one
 * mapping from throwables to the user, the environment, or nobody but us.
 *
 * <p>A throwable is read as a chain of {@link org.sparklrp.job.fault.Link}s: its causes, and the
 * exceptions of other JVMs that Spark and Hadoop tell as text alone. {@link
 * org.sparklrp.job.fault.Trouble} lists what is recognised in them, each with its party, its words
 * and its remedy; a new kind of trouble is one more constant. What is recognised nowhere is a bug.
 *
 * <p>Exit codes and the table of who is to blame for what: {@link
 * org.sparklrp.job.command.ExitCode}. This package knows Spark and Hadoop, and of the job nothing.
 */
@NullMarked
package org.sparklrp.job.fault;

import org.jspecify.annotations.NullMarked;
