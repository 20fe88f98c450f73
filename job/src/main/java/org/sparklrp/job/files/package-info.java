/**
 * The one way to files: {@link org.sparklrp.job.files.HadoopPath} opens a path of any Hadoop file
 * system, and {@link org.sparklrp.job.files.FileTask} says in one sentence, and to the right party,
 * why something cannot be done with one.
 *
 * <p>Drivers go through a task; executors, whose failures Spark reports or a table takes, open
 * paths directly. Nothing else asks Hadoop for a file system. Only {@link
 * org.sparklrp.job.fault.Fault} of the job is known here.
 */
@NullMarked
package org.sparklrp.job.files;

import org.jspecify.annotations.NullMarked;
