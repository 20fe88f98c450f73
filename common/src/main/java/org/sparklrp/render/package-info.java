/**
 * Relevance maps as pictures: {@link org.sparklrp.render.HeatmapRenderer} draws heatmaps, overlays,
 * panels of one explanation and sheets of one class.
 *
 * <p>A relevance map has a sign and a meaningful zero, so its colours diverge from white at exactly
 * zero and both arms darken alike ({@link org.sparklrp.render.DivergingColors}); rainbow maps
 * invent borders where there are none. Each map is scaled by its own largest |R|, linearly and
 * without clipping: what is darkest holds most. Mean maps of one class share a scale.
 *
 * <p>Small maps are enlarged by whole factors without smoothing: smoothing would draw relevance
 * where the model had no pixel. Nothing here needs a screen, a font or Java2D; letters come from a
 * strip drawn beforehand, so that the same explanation gives the same bytes on every machine. Cost:
 * linear in the pixels drawn, about 20 ms for a panel.
 */
@NullMarked
package org.sparklrp.render;

import org.jspecify.annotations.NullMarked;
