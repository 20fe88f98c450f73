/**
 * Images from encoded bytes to the tensor a classifier sees: {@link
 * org.sparklrp.image.ImageDecoder} gives 8-bit samples, {@link org.sparklrp.image.Preprocessing}
 * resizes, crops and normalises them. Nearly all classifiers were trained behind Pillow, so both
 * repeat its arithmetic to the last bit. Two things differ on purpose: alpha is composited on white
 * unless told otherwise, and a file that is cut off or damaged fails instead of giving a half-grey
 * picture, because nobody looks at a million heatmaps.
 *
 * <p>The same bits on every Java. Builds of the JDK bring libjpeg 6b or the system's libjpeg-turbo.
 * No kept library in pure Java decodes JPEG as these do (TwelveMonkeys hands baseline and
 * progressive files to the JDK), so the JDK's decoder is used for what all builds do alike, and
 * {@link org.sparklrp.image.JpegImage} does itself what they do not. TIFF is read by the JDK too,
 * within 1 of Pillow's palettes; WebP by libwebp, because the decoder in Java misses its colours.
 * Plug-ins of an executor's class path are never asked.
 *
 * <p>Streams are reduced to what makes up the picture before a decoder sees them: a broken profile
 * costs nothing. Sizes, and scans times pixels, are checked in the header; {@link
 * org.sparklrp.image.PixelPermits} keeps large images from running out of memory together. Whatever
 * the bytes, the outcome is an image or an {@link org.sparklrp.image.ImageException}. Cost: 2 to 5
 * ms for a 300 x 200 JPEG.
 */
@NullMarked
package org.sparklrp.image;

import org.jspecify.annotations.NullMarked;
