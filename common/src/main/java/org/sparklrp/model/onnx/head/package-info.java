/**
 * The two ends of a network: which of its outputs is explained, what of it is cut off there, how it
 * becomes one score per class, and what its first nodes do to the pixels.
 *
 * <p>{@code OutputChoice} finds the output that holds the scores of classes, {@code OutputCut} what
 * stands behind its logits (softmax, sigmoid, labels), and {@code Scores} adds the layers that make
 * [N, classes] of whatever shape the output has. All say what they decided, in sentences for the
 * log. It touches {@code model.onnx.assembly} and what lies below.
 */
@NullMarked
package org.sparklrp.model.onnx.head;

import org.jspecify.annotations.NullMarked;
