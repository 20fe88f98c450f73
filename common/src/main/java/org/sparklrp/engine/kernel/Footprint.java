package org.sparklrp.engine.kernel;

/**
 * What memory a kernel takes beside its inputs and output, for forecasts.
 *
 * @param inPlace whether a signal or value that nobody else needs is overwritten instead of copied
 * @param view whether the output is the input in another shape
 * @param outputs tensors of the output's size at work in the backward pass, beside the signal
 * @param inputs tensors of the input's size at work in the backward pass, beside the result
 * @param summands tensors of the input's size that the result is still to be added to
 * @param weights values of weights and of the modified parts that its rule needs
 */
public record Footprint(
    boolean inPlace, boolean view, int outputs, int inputs, int summands, long weights) {
  /** A new tensor for every result, nothing else. */
  static final Footprint PLAIN = new Footprint(false, false, 0, 0, 0, 0);

  /** Results in the place of what they were made of. */
  public static final Footprint IN_PLACE = new Footprint(true, false, 0, 0, 0, 0);

  /** The same values in another shape. */
  static final Footprint VIEW = new Footprint(true, true, 0, 0, 0, 0);
}
