/**
 * NumPy's file format, read and written: how tensors come in and go out beside images; and numbers
 * of half precision, wherever they are stored.
 *
 * <p>{@link org.sparklrp.npy.NpyFile} is a shape and its values. The file is not trusted: header
 * and length are checked before memory is taken (NumPy Enhancement Proposal 1). The package knows
 * nothing but {@code fault}; models, attributions and Bag-of-Words files use it.
 */
@NullMarked
package org.sparklrp.npy;

import org.jspecify.annotations.NullMarked;
