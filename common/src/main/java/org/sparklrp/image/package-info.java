/** Decoded and preprocessed images, from encoded bytes to the tensor a classifier sees. */
@NullMarked
package org.sparklrp.image;

import org.jspecify.annotations.NullMarked;
