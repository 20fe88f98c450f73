package org.sparklrp.engine.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.NativeTensor;

/**
 * The signals of a backward pass that wait at values for the layers to come, one tensor per value
 * and slot, with their sums as far as somebody asked for them.
 */
final class Signals {
  private final TreeMap<Integer, List<Waiting>> waiting = new TreeMap<>();
  private final Elementwise elementwise;

  /** A signal and the sum of each image, NaN where it is not known. */
  private record Waiting(NativeTensor signal, double[] sums) {}

  Signals(Elementwise elementwise) {
    this.elementwise = elementwise;
  }

  /** Whether a signal of this slot waits at a value already. */
  boolean has(int value, int slot) {
    return waiting.getOrDefault(value, List.of()).size() > slot;
  }

  /** Lets the signal of a value's next slot wait. */
  void add(int value, NativeTensor signal) {
    double[] sums = new double[signal.samples()];
    Arrays.fill(sums, Double.NaN);
    waiting.computeIfAbsent(value, each -> new ArrayList<>()).add(new Waiting(signal, sums));
  }

  /** The signal that waits at a value, to be changed: its sums are not known any more. */
  NativeTensor change(int value, int slot) {
    Waiting found = waiting.getOrDefault(value, List.of()).get(slot);
    Arrays.fill(found.sums, Double.NaN);
    return found.signal;
  }

  /** Takes the signals that wait at a value, one per slot. */
  List<NativeTensor> take(int value) {
    List<Waiting> found = waiting.remove(value);
    if (found == null) {
      throw new IllegalStateException("No signal has reached value " + value);
    }
    return found.stream().map(Waiting::signal).toList();
  }

  /** The sum over all signals of a slot that wait, for one image. */
  double sum(int slot, int image) {
    double sum = 0;
    for (List<Waiting> slots : waiting.values()) {
      if (slots.size() > slot) {
        Waiting found = slots.get(slot);
        if (Double.isNaN(found.sums[image])) {
          found.sums[image] = elementwise.quickSum(found.signal, image);
        }
        sum += found.sums[image];
      }
    }
    return sum;
  }

  /** Releases all that wait. */
  void release() {
    waiting.values().forEach(slots -> slots.forEach(each -> each.signal.release()));
    waiting.clear();
  }
}
