/**
 * The command {@code attribute}: a batch of tensors explained on this machine, without Spark and
 * without images, from NumPy files to NumPy files.
 *
 * <p>For comparing with other implementations, number by number: nothing is decoded, resized or
 * written as a table. It touches the library and {@code files}.
 */
@NullMarked
package org.sparklrp.job.attribute;

import org.jspecify.annotations.NullMarked;
