package org.sparklrp.model.onnx.assembly;

import org.sparklrp.model.onnx.file.Constant;
import org.sparklrp.model.onnx.file.ElementType;

/** How whole numbers of a few bits stand for values: value = scale (number - zero). */
public final class Quantity {
  private Quantity() {}

  /**
   * The numbers that a type holds.
   *
   * @param type ONNX's number of it
   * @param lowest the smallest
   * @param highest the largest
   */
  public record Range(int type, long lowest, long highest) {}

  /** Those of the result of a node, which its zero point or a setting tells; 8 bits unless told. */
  public static Range range(NodeCall call, int zero) {
    int declared = (int) call.attributes().integer("output_dtype", 0);
    int type = declared == 0 ? ElementType.UINT8 : declared;
    if (call.has(zero) && call.constant(zero) instanceof Constant.Integers integers) {
      type = integers.type();
    }
    int bits = ElementType.bits(type);
    if (bits == 0) {
      throw new UnsupportedNodeException("to a type of no known range (" + type + ")");
    }
    return ElementType.isSigned(type)
        ? new Range(type, -(1L << (bits - 1)), (1L << (bits - 1)) - 1)
        : new Range(type, 0, (1L << bits) - 1);
  }
}
