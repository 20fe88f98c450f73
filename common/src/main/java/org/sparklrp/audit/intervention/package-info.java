/**
 * Changes to images that prove or refute what relevance suggests: a region is removed, or pasted
 * elsewhere, and the same is done with regions of equal shape at random places.
 *
 * <p>{@code Region} is where a group of images has its relevance, {@code LinearImputation} takes it
 * out (Rong et al. 2022), {@code Pasting} puts it in, {@code ControlRegions} are what it is
 * compared with. {@code CommonContent} asks whether the images show the same thing there. All work
 * on the prepared tensor, every image by itself, so that batches do not matter.
 */
@NullMarked
package org.sparklrp.audit.intervention;

import org.jspecify.annotations.NullMarked;
