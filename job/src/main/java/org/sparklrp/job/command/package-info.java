/**
 * What all commands share: their exit codes, the one way to a Spark session, and how text for
 * people is laid out.
 *
 * <p>A command is a picocli class in the package of what it does; {@code org.sparklrp.job.Main}
 * knows them all. This package knows none of them.
 */
@NullMarked
package org.sparklrp.job.command;

import org.jspecify.annotations.NullMarked;
