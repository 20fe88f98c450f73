/**
 * Where objects are known to be: masks that lie as the images do, and boxes in a file.
 *
 * <p>A mask goes through the resizing and cropping that its image went through, so that pixels of
 * maps and masks are the same. One that is missing or does not fit is a value with its reason, and
 * never a mask of nothing.
 */
@NullMarked
package org.sparklrp.job.mask;

import org.jspecify.annotations.NullMarked;
