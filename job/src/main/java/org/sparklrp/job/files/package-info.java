/**
 * Whole files and folders of any Hadoop file system: read, written, listed.
 *
 * <p>Whoever opens a path the user named does so through this package, so that what goes wrong is
 * told in one sentence. It touches {@code fault} and Hadoop, and no other package of the job.
 */
@NullMarked
package org.sparklrp.job.files;

import org.jspecify.annotations.NullMarked;
