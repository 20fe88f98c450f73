package org.sparklrp.engine;

import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.sparklrp.config.Precision;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.LayerGraph;

/**
 * Decides how many images go through the network at once. A task hands over batches of {@code
 * job.batch-size} images; they are worked on together as far as the processor's caches hold their
 * largest value, of 4 MiB, but at least 4, whose larger matrices cost less than the cache misses. A
 * model that takes batches of one size alone has it so.
 *
 * @param atOnce images of a batch that are worked on together
 * @param steady images of the engine's own making that are: a number that depends on the network
 *     alone, so that their results do not depend on the batch
 */
record BatchSizes(int atOnce, int steady) {
  private static final long CACHED_BYTES = 1 << 22;
  private static final int FEWEST_AT_ONCE = 4;

  /** Variants of one image are few: larger batches of them would be padding for the most part. */
  private static final int MOST_PLACES = 16;

  /**
   * The sizes for a network.
   *
   * @param fixed the batch size of the model, if it takes no other
   * @param graphs the network for a batch size
   * @param precision the numbers it works with
   */
  static BatchSizes of(OptionalInt fixed, IntFunction<LayerGraph> graphs, Precision precision) {
    int atOnce = fixed.orElseGet(() -> fitting(graphs.apply(1), precision));
    return new BatchSizes(atOnce, fixed.orElse(Math.min(atOnce, MOST_PLACES)));
  }

  private static int fitting(LayerGraph graph, Precision precision) {
    long largest = 1;
    for (int value = 0; value <= graph.nodes().size(); value++) {
      largest = Math.max(largest, Shapes.size(graph.shape(value)));
    }
    long fitting = CACHED_BYTES / (largest * precision.bytes());
    return (int) Math.max(FEWEST_AT_ONCE, Long.highestOneBit(Math.max(1, fitting)));
  }

  /** The size that some images are padded to, so that few programs serve all batches. */
  static int padded(int images, int largest) {
    return Math.min(largest, Math.max(1, Integer.highestOneBit(2 * images - 1)));
  }
}
