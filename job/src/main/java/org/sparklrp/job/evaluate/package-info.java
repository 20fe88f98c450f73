/**
 * The command evaluate: which method explains a model best, measured on a sample of its images.
 *
 * <p>{@code ImageSample} draws images by the hash of their ids, {@code MeasuredMethods} opens every
 * method on the driver so that what a model cannot have is said at once, {@code EvaluateTask}
 * measures where the images are read: changed images never travel, only numbers do. {@link
 * org.sparklrp.audit.evaluation.EvaluationTable} makes means of them on the driver, in the order of
 * the images' ids, so that partitions and batches change nothing but the time.
 */
@NullMarked
package org.sparklrp.job.evaluate;

import org.jspecify.annotations.NullMarked;
