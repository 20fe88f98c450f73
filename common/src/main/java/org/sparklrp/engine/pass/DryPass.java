package org.sparklrp.engine.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.kernel.Footprint;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.memory.NativeStorage;
import org.sparklrp.engine.memory.Shapes;
import org.sparklrp.model.LayerGraph;

/**
 * A {@link Pass} with sizes in place of values, to tell the memory it will take. A pool never gives
 * a size back, so that the peak is the sum of the peaks of all sizes.
 */
public final class DryPass {
  private final Program program;
  private final Map<Integer, Integer> inUse = new HashMap<>();
  private final Map<Integer, Integer> peaks = new HashMap<>();

  /** Values in memory: how many, and how often they are held. */
  private static final class Storage {
    private final int size;
    private int holders = 1;
    private final List<Storage> summands = new ArrayList<>(); // still to be added

    Storage(int size) {
      this.size = size;
    }
  }

  public DryPass(Program program) {
    this.program = program;
  }

  /** The tensors of one batch with one target per image, in bytes. */
  public long bytes() {
    run();
    return peaks.entrySet().stream()
        .mapToLong(entry -> (long) entry.getKey() * entry.getValue() * Float.BYTES)
        .sum();
  }

  private void run() {
    List<LayerGraph.Node> nodes = program.graph().nodes();
    List<List<Storage>> frames = new ArrayList<>();
    @Nullable Storage[] values = new Storage[nodes.size() + 1];
    values[0] = take(size(0));
    for (int i = 0; i < nodes.size(); i++) {
      frames.add(new ArrayList<>());
      forward(i, nodes.get(i), values, frames);
    }
    Storage last = values[nodes.size()];
    if (last != null) {
      release(last);
    }
    backward(nodes, frames);
  }

  private void forward(
      int i, LayerGraph.Node node, @Nullable Storage[] values, List<List<Storage>> frames) {
    Kernel kernel = program.kernel(i);
    List<Storage> frame = frames.get(i);
    if (kernel.needsInputs()) {
      node.inputs().forEach(input -> frame.add(hold(values[input])));
    }
    Storage first = values[node.inputs().get(0)];
    boolean mayOverwrite = program.isLastToReadFirst(i);
    Footprint footprint = kernel.footprint();
    boolean reuses =
        first != null
            && (footprint.view() || (footprint.inPlace() && mayOverwrite && first.holders == 1));
    Storage output = reuses ? hold(first) : take(size(i + 1));
    if (kernel.needsOutput() && !program.isRectified(i)) {
      frame.add(hold(output));
    }
    if (program.rectified(i) != Program.NONE) {
      frames.get(program.rectified(i)).add(hold(output));
    }
    values[i + 1] = output;
    for (int input : program.lastReads(i)) {
      Storage value = values[input];
      if (value != null) {
        release(value);
        values[input] = null;
      }
    }
  }

  private void backward(List<LayerGraph.Node> nodes, List<List<Storage>> frames) {
    @Nullable Storage[] signals = new Storage[nodes.size() + 1];
    signals[nodes.size()] = take(size(nodes.size()));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      LayerGraph.Node node = nodes.get(i);
      Footprint footprint = program.kernel(i).footprint();
      Storage signal = signals[i + 1];
      if (signal == null) {
        throw new IllegalStateException("No signal arrived at " + node.name());
      }
      signals[i + 1] = null;
      List<Storage> scratch = new ArrayList<>();
      if (!program.kernel(i).passesSignals()) {
        scratch.addAll(signal.summands);
        signal.summands.clear();
      }
      Storage summand = scratch.isEmpty() ? null : scratch.get(0);
      for (int k = 0; k < footprint.outputs(); k++) {
        scratch.add(take(size(i + 1)));
      }
      for (int k = 0; k < footprint.inputs(); k++) {
        scratch.add(take(size(node.inputs().get(0))));
      }
      for (int k = 0; k < node.inputs().size(); k++) {
        int input = node.inputs().get(k);
        Storage share = share(k, footprint, signal, summand, size(input));
        for (int sum = 0; k == 0 && sum < footprint.summands(); sum++) {
          putOff(share, take(size(input)), scratch);
        }
        Storage waiting = signals[input];
        if (waiting == null) {
          signals[input] = share;
        } else {
          putOff(waiting, share, scratch);
        }
      }
      scratch.forEach(this::release);
      release(signal);
      frames.get(i).forEach(this::release);
    }
  }

  /** The signal of one input: in the place of what it is made of where the kernel does so. */
  private Storage share(
      int input, Footprint footprint, Storage signal, @Nullable Storage summand, int size) {
    if (input == 0 && footprint.inPlace() && size == signal.size) {
      return hold(signal);
    }
    if (input == 1 && footprint.inPlace() && summand != null && summand.holders == 1) {
      return hold(summand);
    }
    return take(size);
  }

  /** A sum is put off until it is read, or formed where too much is put off already. */
  private static void putOff(Storage sum, Storage summand, List<Storage> scratch) {
    if (sum.summands.size() + summand.summands.size() >= NativeStorage.SUMMANDS) {
      scratch.addAll(sum.summands);
      scratch.addAll(summand.summands);
      sum.summands.clear();
    } else {
      sum.summands.addAll(summand.summands);
    }
    summand.summands.clear();
    sum.summands.add(summand);
  }

  private int size(int value) {
    return Shapes.size(program.graph().shape(value));
  }

  private Storage take(int size) {
    int now = inUse.merge(size, 1, Integer::sum);
    peaks.merge(size, now, Math::max);
    return new Storage(size);
  }

  private static Storage hold(@Nullable Storage storage) {
    if (storage == null) {
      throw new IllegalStateException("A value is used after its last use");
    }
    storage.holders++;
    return storage;
  }

  private void release(Storage storage) {
    if (--storage.holders == 0) {
      inUse.merge(storage.size, -1, Integer::sum);
      storage.summands.forEach(this::release);
    }
  }
}
