/**
 * A Bag-of-Words model, whoever trained it, and the directory it is kept in: {@code model.json}
 * with every parameter, and NumPy arrays (little-endian float32 or float64, C order) whose names it
 * gives. All arrays are written as float32; of float64, words and whitening are rounded when they
 * are read.
 *
 * <p>{@link org.sparklrp.bow.model.ModelFiles} says where the directory is described. Models are
 * read from bytes and written to bytes; where the directory lies is its callers' business. The room
 * touches {@code bow.feature}, {@code bow.vocabulary} and {@code bow.kernel}, whose settings the
 * fields are.
 */
@NullMarked
package org.sparklrp.bow.model;

import org.jspecify.annotations.NullMarked;
