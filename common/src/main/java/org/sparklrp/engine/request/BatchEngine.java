package org.sparklrp.engine.request;

import java.util.List;

/**
 * The engine in one precision, for batches that are worked on at once. What crosses this border is
 * float32 in every precision: pixels, logits and maps; scores and ledgers are float64.
 */
public interface BatchEngine extends AutoCloseable {
  /**
   * Explains a batch.
   *
   * @param pixels N x C x H x W preprocessed values
   * @param chooser what is explained of each image
   * @return one attribution per image
   */
  List<ImageAttribution> attribute(ImageValues pixels, TargetChooser chooser);

  /**
   * Runs the network alone, keeping nothing for a backward pass.
   *
   * @param pixels N x C x H x W preprocessed values
   * @return N x classes logits
   */
  ImageValues forward(ImageValues pixels);

  /** The native memory that explaining batches of so many images will take. */
  MemoryForecast forecast(int images);

  /** How many batches ran forward so far. */
  long forwardPasses();

  /** How long that took on all threads together. */
  long forwardNanoseconds();

  /** The native memory in use by weights and by idle batches, in bytes. */
  long nativeBytes();

  @Override
  void close();
}
