/**
 * From local features to a Bag-of-Words vector, and what is needed to go back.
 *
 * <p>A {@link org.sparklrp.bow.vocabulary.Vocabulary} holds V visual words. A {@link
 * org.sparklrp.bow.vocabulary.Mapping} gives every local feature l its weights m_d(l) on them; few
 * are not zero, so they are kept as pairs of word and weight. {@link
 * org.sparklrp.bow.vocabulary.Pooling} makes x_d = (1/M sum_j m_d(l_j)^p)^(1/p) of them, within
 * every cell of a {@link org.sparklrp.bow.vocabulary.Tiling}: dimension {@code cell * V + word} of
 * the vector (Bach et al. 2015, section on Bag of Words; Lazebnik, Schmid and Ponce 2006 for the
 * cells). A feature belongs to the cell its area's centre lies in.
 *
 * <p>That is one {@link org.sparklrp.bow.vocabulary.Encoding}; a {@link
 * org.sparklrp.bow.vocabulary.FisherVector} and a {@link org.sparklrp.bow.vocabulary.Vlad} add up
 * vectors that every feature contributes. A {@link org.sparklrp.bow.vocabulary.Normalization} of
 * the whole follows.
 *
 * <p>{@link org.sparklrp.bow.vocabulary.PooledFeatures} keeps areas, weights and cells beside the
 * vector: the decomposition walks the same way back. The cost is that of the distances between all
 * features and all words, M x V x D multiplications, done in loops the compiler vectorises.
 */
@NullMarked
package org.sparklrp.bow.vocabulary;

import org.jspecify.annotations.NullMarked;
