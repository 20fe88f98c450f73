package org.sparklrp.engine.memory;

import java.util.List;

/** What a loop reads block by block: a tensor, or something that is made of tensors on the way. */
public interface Operand {
  /** How many values there are. */
  default int size() {
    return tensors().get(0).size();
  }

  /** The values of one image. */
  default int sampleSize() {
    return tensors().get(0).sampleSize();
  }

  /** The tensors that are read: in one order with all others that are read beside them. */
  List<NativeTensor> tensors();

  /**
   * Reads values into a block, in the order the tensors lie in.
   *
   * @param at the first value
   * @param block receives the values: at most as many as loops take at once
   */
  void read(int at, float[] block, int length);
}
