package org.sparklrp.engine.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was put off, and is still to be done to stored values v: v part(factor) + the sum of the
 * summands. Each of these tensors is held once for it; a storage exchanges the whole for another.
 *
 * @param factor what they are to be multiplied by, or null
 * @param summands what is to be added then: none of these waits for a sum itself
 */
record Pending(@Nullable Factor factor, List<NativeTensor> summands) {
  static final Pending NOTHING = new Pending(null, List.of());

  /** As many sums are put off: each keeps memory in use. */
  static final int SUMMANDS = 3;

  Pending {
    summands = List.copyOf(summands);
  }

  /** What values are still to be multiplied by: a part of another tensor of the same size. */
  record Factor(NativeTensor tensor, Part part) {}

  static Pending of(Factor factor) {
    return new Pending(factor, List.of());
  }

  boolean isNothing() {
    return factor == null && summands.isEmpty();
  }

  boolean hasRoomFor(int more) {
    return summands.size() + more < SUMMANDS;
  }

  /** With other summands in the place of its own. */
  Pending withSummands(List<NativeTensor> others) {
    return new Pending(factor, others);
  }

  /** With more summands behind its own. */
  Pending plus(List<NativeTensor> more) {
    List<NativeTensor> all = new ArrayList<>(summands);
    all.addAll(more);
    return withSummands(all);
  }

  /** All that is to be read beside the values. */
  List<NativeTensor> tensors() {
    List<NativeTensor> all = new ArrayList<>();
    if (factor != null) {
      all.add(factor.tensor());
    }
    all.addAll(summands);
    return all;
  }

  /** Lets go of all that is held for it: it was done, or is not needed any more. */
  void release() {
    tensors().forEach(NativeTensor::release);
  }
}
