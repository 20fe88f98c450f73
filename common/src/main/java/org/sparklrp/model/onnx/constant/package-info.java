/**
 * Values that do not depend on the images, computed while a file is imported.
 *
 * <p>{@code ConstantFolding} evaluates a node all of whose inputs are known: shape arithmetic,
 * element-wise functions, reductions and rearrangements directly, in double or long precision, and
 * everything else that can be imported by importing it for its first input alone and running those
 * layers plainly ({@code LayerValues}). Weights that a file computes, by weight normalisation,
 * standardisation, spectral normalisation or from quantised ones, so become the constants they are.
 * It touches {@code model.onnx.assembly} and what lies below.
 */
@NullMarked
package org.sparklrp.model.onnx.constant;

import org.jspecify.annotations.NullMarked;
