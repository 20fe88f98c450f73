/**
 * The command {@code demo}: photographs-like pictures the project draws itself, so that the right
 * answer is known for every pixel, and a small network trained on them.
 *
 * <p>One class, the horse, carries the tag of a picture archive in most of its training images: the
 * case of Lapuschkin et al. 2019 ("Unmasking Clever Hans predictors", Nature Communications 10),
 * where a classifier of PASCAL VOC had learned a copyright notice. Cows are drawn from the same
 * coats and in the same places, so that the tag is the easiest way to tell a horse. Masks of the
 * object and of the tag say what an explanation should find; half of the tested horses lack the tag
 * and some other images carry it, so that accuracy shows the same fault.
 *
 * <p>Everything follows from a seed. Each image has dice of its own (seed, split, class, number),
 * so that any number of threads draws the same pixels. There are no fonts, no functions of {@link
 * Math} whose last bit may differ, and PNG instead of JPEG: fonts, mathematics and codecs differ
 * between machines, Java2D's rasterizer does not. One image costs 2 to 4 ms.
 *
 * <p>The network ({@code model.onnx}) was trained by {@code
 * job/src/demo/python/train_demo_model.py} on the training split. Drawing touches neither Spark nor
 * another package of the project but {@code fault}.
 */
@NullMarked
package org.sparklrp.job.demo;

import org.jspecify.annotations.NullMarked;
