/**
 * Images from encoded bytes to the tensor a classifier sees: {@link
 * org.sparklrp.image.ImageDecoder} gives 8-bit samples, {@link org.sparklrp.image.Preprocessing}
 * resizes, crops and normalises them.
 *
 * <p>A classifier's accuracy holds for the pixels it was trained on, and nearly all were trained
 * behind Pillow. So both steps repeat Pillow's arithmetic to the last bit (libjpeg's colour tables,
 * 22-bit filter weights, rounding between the two passes of a resize), and leave out what it leaves
 * out: colour profiles and EXIF orientation. Two things differ on purpose: alpha is composited on
 * white instead of being dropped, and a file that is cut off or damaged fails instead of giving a
 * half-grey picture, because nobody looks at a million heatmaps.
 *
 * <p>Decoders are the JDK's own, never plug-ins that an executor's class path may or may not show.
 * Before they see a stream it is reduced to what makes up its picture, so that a broken profile or
 * thumbnail costs nothing and inks (CMYK) pass. Sizes are checked in the header, before pixels are
 * allocated. Whatever the bytes, the outcome is an image or an {@link
 * org.sparklrp.image.ImageException} with one sentence. Cost: about 2 to 5 ms for a 300 x 200 JPEG,
 * three quarters of it in the entropy decoder.
 */
@NullMarked
package org.sparklrp.image;

import org.jspecify.annotations.NullMarked;
