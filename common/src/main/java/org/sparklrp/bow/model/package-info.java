/**
 * A trained Bag-of-Words model and the directory it is kept in: {@code model.json} with every
 * parameter, and NumPy arrays (little-endian float32, C order) whose names it gives.
 *
 * <p>{@code model.json}: {@code format} is "spark-lrp-bag-of-words", {@code version} 1; {@code
 * classes} the class names in the order of the decision values; {@code dual-coefficients} names an
 * array of classes x n values a_ci (signed), {@code bias} one of classes values b_c; {@code
 * training} is information. {@code channels} is a list; each has
 *
 * <ul>
 *   <li>{@code name}; {@code weight}: beta_u; {@code kernel}: {@code type} linear,
 *       histogram-intersection, chi-square, rbf or exponential-chi-square (with {@code gamma}), or
 *       sum (with {@code parts}: a list of {@code weight} and {@code kernel});
 *   <li>{@code features}: {@code type} sift (see {@link org.sparklrp.bow.feature.SiftDescriptor}
 *       for {@code cells}, {@code orientations}, {@code scales}, {@code smoothing}), patch ({@link
 *       org.sparklrp.bow.feature.PatchDescriptor}: {@code samples}, {@code scales}, {@code
 *       contrast-floor}) or colour ({@link org.sparklrp.bow.feature.ColorDescriptor}: {@code
 *       sides}, {@code quantiles}); all with {@code space} luma, rgb or opponent, {@code step} in
 *       pixels and {@code border} inside or clipped;
 *   <li>{@code whitening-mean} and {@code whitening-matrix}, where there is one: y = A (x - mean);
 *   <li>{@code vocabulary}: V x D prototypes; {@code mapping}: {@code type} hard, rank (with {@code
 *       base} and {@code nearest}) or soft (with {@code sharpness} and {@code nearest});
 *   <li>{@code pooling}: p as a number or "infinity"; {@code tiling}: a list of grids written
 *       "columns x rows" as in "2x2"; dimension cell * V + word of a vector;
 *   <li>{@code support-vectors}: n x (cells V).
 * </ul>
 *
 * <p>f_c(x) = b_c + sum_i a_ci sum_u beta_u K_u(x_i^u, x^u). In Python, with kernels of histogram
 * intersection, the decisions on the support vectors themselves, classes x n (sgn(a_ci) f_ci is 1
 * wherever C does not bound a_ci):
 *
 * <pre>{@code
 * import json
 * import numpy as np
 *
 * model = json.load(open("model.json"))
 * load = lambda name: np.load(name).astype(float)
 * a, f = load(model["dual-coefficients"]), load(model["bias"])[:, None]
 * for channel in model["channels"]:
 *     assert channel["kernel"]["type"] == "histogram-intersection"
 *     x = load(channel["support-vectors"])
 *     k = np.array([np.minimum(x, row).sum(axis=1) for row in x])
 *     f = f + channel["weight"] * a @ k
 * print([model["classes"][c] for c in f.argmax(axis=0)])
 * }</pre>
 */
@NullMarked
package org.sparklrp.bow.model;

import org.jspecify.annotations.NullMarked;
