package org.sparklrp.model.onnx.file;

import java.util.List;
import java.util.stream.Collectors;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.ValueInfoProto;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of its input or of an output.
 *
 * @param name its name
 * @param type ONNX's number of its elements' type, 0 where it is no tensor or says nothing
 * @param shape its shape, -1 where a length is open; null where it declares none
 */
public record Declared(String name, int type, @Nullable List<Integer> shape) {
  /** Reads a declaration. */
  static Declared of(ValueInfoProto value) {
    if (!value.getType().hasTensorType()) {
      return new Declared(value.getName(), 0, null);
    }
    int type = value.getType().getTensorType().getElemType();
    if (!value.getType().getTensorType().hasShape()) {
      return new Declared(value.getName(), type, null);
    }
    return new Declared(
        value.getName(),
        type,
        value.getType().getTensorType().getShape().getDimList().stream()
            .map(Declared::length)
            .toList());
  }

  private static int length(Dimension dimension) {
    long length = dimension.getDimValue();
    return length > 0 && length <= Integer.MAX_VALUE ? (int) length : -1;
  }

  /** Whether its elements are floating-point numbers, as far as it says. */
  public boolean mayBeReal() {
    return type == 0 || ElementType.isReal(type);
  }

  /** Whether its elements are declared to be integers. */
  public boolean isInteger() {
    return type != 0 && !ElementType.isReal(type);
  }

  /** The declaration in words: {@code logits float32 [any, 3]}. */
  public String text() {
    String lengths =
        shape == null
            ? "of a shape that is not declared"
            : shape.stream()
                .map(length -> length < 0 ? "any" : String.valueOf(length))
                .collect(Collectors.joining(", ", "[", "]"));
    return Printable.of(name) + " " + typeText() + " " + lengths;
  }

  private String typeText() {
    DataType known = DataType.forNumber(type);
    return known == null || type == 0 ? "of no declared type" : ElementType.text(known);
  }
}
