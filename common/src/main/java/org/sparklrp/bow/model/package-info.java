/**
 * A trained Bag-of-Words model and the directory it is kept in: {@code model.json} with every
 * parameter, and NumPy arrays (little-endian float32 or float64, C order) whose names it gives. All
 * arrays are written as float32; of float64, words and whitening are rounded when they are read.
 *
 * <p>{@code model.json}: {@code format} is "spark-lrp-bag-of-words", {@code version} 1; {@code
 * classes} the class names in the order of the decision values, all different; {@code
 * dual-coefficients} names an array of classes x n values a_ci (signed), {@code bias} one of
 * classes values b_c; {@code training} is information, but for {@code training.preprocess}, which a
 * job has to agree with. {@code channels} is a list; each has
 *
 * <ul>
 *   <li>{@code name}; {@code weight}: beta_u; {@code kernel}: {@code type} linear,
 *       histogram-intersection, chi-square, rbf or exponential-chi-square (with {@code gamma}), or
 *       sum (with {@code parts}: a list of {@code weight} and {@code kernel});
 *   <li>{@code features}: {@code type} sift (see {@link org.sparklrp.bow.feature.SiftDescriptor}
 *       for {@code cells}, {@code orientations}, {@code scales}, {@code smoothing}, {@code anchor}
 *       centre or corner, {@code contrast-floor}; without the last two, corner and 0: so it was
 *       before they could be chosen), patch ({@link org.sparklrp.bow.feature.PatchDescriptor}:
 *       {@code samples}, {@code scales}, {@code contrast-floor}) or colour ({@link
 *       org.sparklrp.bow.feature.ColorDescriptor}: {@code sides}, {@code quantiles}); all with
 *       {@code space} luma, rgb or opponent, {@code step} in pixels and {@code border} inside or
 *       clipped;
 *   <li>{@code whitening-mean} and {@code whitening-matrix}, where there is one: y = A (x - mean);
 *   <li>{@code vocabulary}: V x D prototypes; {@code mapping}: {@code type} hard, rank (with {@code
 *       base} and {@code nearest}) or soft (with {@code sharpness} and {@code nearest});
 *   <li>{@code pooling}: p as a number or "infinity"; {@code tiling}: a list of grids written
 *       "columns x rows" as in "2x2"; dimension cell * V + word of a vector;
 *   <li>{@code support-vectors}: n x (cells V).
 * </ul>
 *
 * <p>Features come scale by scale, in each row by row from the upper left. A square of {@code side}
 * pixels stands at first + slack + i step, where first is 0 and the last place length - side inside
 * the image; with a clipped border it may overhang by (side - 1) / 2 (rounded down) at either end;
 * slack is half (rounded down) of what the step leaves over. Its area is its part inside the image.
 * A descriptor joins its planes: patches (plane * samples + row) * samples + column, SIFT as its
 * class says, colours plane * quantiles + j, which is value number floor((2 j + 1) m / (2
 * quantiles)) of the m sorted pixels of the area, counted from 0. A feature lies in the cell of a
 * grid that holds the middle of its area (clipped; a middle on an edge lies right or below), and M
 * of the pooling is the number of features in the cell.
 *
 * <p>{@code images.csv}, where there is one, says of each image of the training (uri, class, use)
 * whether it was used for words, for words+classifier, or was held-out.
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
