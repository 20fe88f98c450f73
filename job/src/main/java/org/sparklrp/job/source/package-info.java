/**
 * Where images come from: every format is an {@link org.sparklrp.job.source.ImageSource}.
 *
 * <p>A source lists, the tasks read. Files are not read through Spark's {@code binaryFile}: it
 * drops empty files without a word, and a file that cannot be read fails its whole task. Here the
 * paths travel and each image's bytes are fetched where it is explained, so that what cannot be
 * read becomes a row of the table {@code failures}.
 *
 * <p>A partition has neighbours: images of a folder are mostly of a class, so that a query for one
 * class skips most files of the tables. The driver holds one string per image, about 150 MB for a
 * million.
 */
@NullMarked
package org.sparklrp.job.source;

import org.jspecify.annotations.NullMarked;
