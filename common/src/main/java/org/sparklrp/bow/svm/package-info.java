/**
 * Support vector machines over several feature channels; trained here, one per class against the
 * rest.
 *
 * <p>f_c(x) = b_c + sum_i a_ci sum_u beta_u K_u(x_i^u, x^u): one set of support vectors serves all
 * classes, a_ci is the dual coefficient with its sign, beta_u the weight of channel u (Bach et al.
 * 2015, section on Bag of Words). {@link org.sparklrp.bow.svm.KernelMachine} evaluates it, {@link
 * org.sparklrp.bow.svm.OneVersusRest} trains it with LIBSVM on a precomputed kernel, {@link
 * org.sparklrp.bow.svm.CrossValidation} chooses the cost C.
 *
 * <p>Models of others may have a machine for each pair of classes ({@link
 * org.sparklrp.bow.svm.Pairs}), and one kernel of all channels together ({@link
 * org.sparklrp.bow.svm.Combination}).
 *
 * <p>The kernel matrix of n training images is held in memory, with LIBSVM's copy about 24 n^2
 * bytes: 0.6 GB for 5,000 images. Folds and classes train side by side on all cores; everything is
 * deterministic for a given seed.
 */
@NullMarked
package org.sparklrp.bow.svm;

import org.jspecify.annotations.NullMarked;
