package org.sparklrp.engine.method;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.engine.pass.Pass;
import org.sparklrp.engine.pass.Program;
import org.sparklrp.engine.request.MethodSettings;

/**
 * One batch in the hands of a method: the network, the images, what is asked of them, and the two
 * things a method can do with other images of the same shape, run them forward or differentiate.
 *
 * @param images the images and their targets
 * @param settings the method
 * @param wishes what is to be seen inside
 * @param programs the network with its kernels
 * @param memory where tensors are taken from
 */
record BatchRun(
    ImageTargets images,
    MethodSettings settings,
    LayerWishes wishes,
    Programs programs,
    Memory memory) {
  /**
   * A network made ready for batches of several sizes.
   *
   * @param own for the batch at hand
   * @param others for a batch size
   * @param steadyBatch a batch size that depends on the network alone
   */
  record Programs(Program own, IntFunction<Program> others, int steadyBatch) {}

  /**
   * Native memory.
   *
   * @param pool of the thread
   * @param signalBytes what the signals of targets that are propagated together may take of it
   */
  record Memory(TensorPool pool, long signalBytes) {}

  Program program() {
    return programs.own();
  }

  TensorPool pool() {
    return memory.pool();
  }

  /** How many targets are propagated together: bounded by the memory their signals take. */
  int slotsAtOnce() {
    long largest = 1;
    for (int value = 0; value <= program().graph().nodes().size(); value++) {
      largest = Math.max(largest, Shapes.size(program().graph().shape(value)));
    }
    return (int) Math.max(1, memory.signalBytes() / (2 * largest * Float.BYTES));
  }

  /** Channels, height and width of an image; one row of pixels where the input is no image. */
  int[] geometry() {
    int[] shape = program().inputShape();
    int channels = shape.length > 2 ? shape[1] : 1;
    int height = shape.length > 3 ? shape[2] : 1;
    return new int[] {channels, height, images.imageSize() / channels / height};
  }

  /** The logits of other images. */
  float[] forward(float[] others) {
    try (Pass pass = new Pass(program(), pool())) {
      return pass.forward(others, false);
    }
  }

  /** The logits of a steady number of images, which so do not depend on this batch. */
  float[] forwardSteadily(float[] others) {
    try (Pass pass = new Pass(programs.others().apply(programs.steadyBatch()), pool())) {
      return pass.forward(others, false);
    }
  }

  /**
   * The gradients of the targets' scores by the input, at other images.
   *
   * @param first the first slot wanted
   * @param end the slot after the last
   * @return per slot, N x C x H x W values
   */
  List<float[]> gradients(float[] others, int first, int end) {
    List<float[]> gradients = new ArrayList<>();
    int group = slotsAtOnce();
    try (Pass pass = new Pass(program(), pool())) {
      pass.forward(others, true);
      for (int from = first; from < end; from += group) {
        int to = Math.min(end, from + group);
        List<float[]> starts = new ArrayList<>();
        List<Account> accounts = new ArrayList<>();
        for (int slot = from; slot < to; slot++) {
          starts.add(images.start(slot, false));
          accounts.add(new Account(images.count()));
        }
        gradients.addAll(pass.backward(starts, accounts, to == end));
      }
    }
    return gradients;
  }
}
