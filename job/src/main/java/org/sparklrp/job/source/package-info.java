/**
 * Where images come from: every format is an {@link org.sparklrp.job.source.ImageSource}.
 *
 * <p>A source lists, the tasks read. Files are not read through Spark's {@code binaryFile}: it
 * drops empty files without a word, and a file that cannot be read fails its whole task. Here the
 * paths travel and each image's bytes are fetched where it is explained, so that what cannot be
 * read becomes a row of the table {@code failures}.
 *
 * <p>Paths are dealt to the partitions in turn, like cards: neighbours in a folder are alike in
 * size, and dealing them out keeps the partitions equally heavy. The driver holds one string per
 * image, about 150 MB for a million.
 */
@NullMarked
package org.sparklrp.job.source;

import org.jspecify.annotations.NullMarked;
