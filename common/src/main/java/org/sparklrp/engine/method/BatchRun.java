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
import org.sparklrp.relevance.Target;

/**
 * One batch in the hands of a method: the network, the images, what is asked of them, and the two
 * things a method can do with other images of the same shape, run them forward or differentiate.
 *
 * @param program the network with its kernels
 * @param programs the same for other batch sizes
 * @param steadyBatch a batch size that depends on the network alone
 * @param pool native memory
 * @param signalBytes what the signals of targets that are propagated together may take of it
 * @param settings the method
 * @param wishes what is to be seen inside
 * @param pixels N x C x H x W values
 * @param logits N x classes values
 * @param targets per image
 */
record BatchRun(
    Program program,
    IntFunction<Program> programs,
    int steadyBatch,
    TensorPool pool,
    long signalBytes,
    MethodSettings settings,
    LayerWishes wishes,
    float[] pixels,
    float[] logits,
    List<List<Target>> targets) {
  int images() {
    return targets.size();
  }

  /** Values of one image. */
  int imageSize() {
    return pixels.length / images();
  }

  int classes() {
    return logits.length / images();
  }

  /** How many targets the image with the most of them has. */
  int slots() {
    return targets.stream().mapToInt(List::size).max().orElse(0);
  }

  /** How many targets are propagated together: bounded by the memory their signals take. */
  int slotsAtOnce() {
    long largest = 1;
    for (int value = 0; value <= program.graph().nodes().size(); value++) {
      largest = Math.max(largest, Shapes.size(program.graph().shape(value)));
    }
    return (int) Math.max(1, signalBytes / (2 * largest * Float.BYTES));
  }

  /** Channels, height and width of an image; one row of pixels where the input is no image. */
  int[] geometry() {
    int[] shape = program.inputShape();
    int channels = shape.length > 2 ? shape[1] : 1;
    int height = shape.length > 3 ? shape[2] : 1;
    return new int[] {channels, height, imageSize() / channels / height};
  }

  /** The signal at the logits that explains the slot's targets: of size 1, or of the logits'. */
  float[] start(int slot, boolean byLogit) {
    float[] start = new float[logits.length];
    for (int image = 0; image < images(); image++) {
      if (slot < targets.get(image).size()) {
        Target target = targets.get(image).get(slot);
        set(start, image * classes() + target.index(), 1f, byLogit);
        if (target.contrast() != null) {
          set(start, image * classes() + target.contrast(), -1f, byLogit);
        }
      }
    }
    return start;
  }

  private void set(float[] start, int at, float sign, boolean byLogit) {
    start[at] = byLogit ? sign * logits[at] : sign;
  }

  /** The logits of other images. */
  float[] forward(float[] others) {
    try (Pass pass = new Pass(program, pool)) {
      return pass.forward(others, false);
    }
  }

  /** The logits of {@link #steadyBatch} images, which so do not depend on this batch. */
  float[] forwardSteadily(float[] others) {
    try (Pass pass = new Pass(programs.apply(steadyBatch), pool)) {
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
    try (Pass pass = new Pass(program, pool)) {
      pass.forward(others, true);
      for (int from = first; from < end; from += group) {
        int to = Math.min(end, from + group);
        List<float[]> starts = new ArrayList<>();
        List<Account> accounts = new ArrayList<>();
        for (int slot = from; slot < to; slot++) {
          starts.add(start(slot, false));
          accounts.add(new Account(images()));
        }
        gradients.addAll(pass.backward(starts, accounts, to == end));
      }
    }
    return gradients;
  }

  /** Whether an image has a target in the slot. */
  boolean has(int slot, int image) {
    return slot < targets.get(image).size();
  }

  /** The score of a slot's target in logits of this batch's shape. */
  double score(int slot, int image, float[] of) {
    return score(slot, image, of, image);
  }

  /** The score of an image's target in logits at some place. */
  double score(int slot, int image, float[] of, int place) {
    Target target = targets.get(image).get(slot);
    int at = place * classes();
    double own = of[at + target.index()];
    return target.contrast() == null ? own : own - of[at + target.contrast()];
  }
}
