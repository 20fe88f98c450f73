package org.sparklrp.model.onnx.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.AttributeProto;

/** The settings of one ONNX node, by name, each with its default from the operator's definition. */
public final class OnnxAttributes {
  private final Map<String, AttributeProto> attributes = new LinkedHashMap<>();

  OnnxAttributes(List<AttributeProto> attributes) {
    attributes.forEach(attribute -> this.attributes.put(attribute.getName(), attribute));
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  public long integer(String name, long defaultValue) {
    AttributeProto attribute = attributes.get(name);
    return attribute == null ? defaultValue : attribute.getI();
  }

  public boolean flag(String name) {
    return integer(name, 0) != 0;
  }

  public float real(String name, float defaultValue) {
    AttributeProto attribute = attributes.get(name);
    return attribute == null ? defaultValue : attribute.getF();
  }

  public String text(String name, String defaultValue) {
    AttributeProto attribute = attributes.get(name);
    return attribute == null ? defaultValue : attribute.getS().toStringUtf8();
  }

  /** A list of integers, if set. */
  public Optional<List<Long>> integers(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeProto::getIntsList);
  }

  /** A list of numbers, if set. */
  public Optional<List<Float>> reals(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeProto::getFloatsList);
  }

  /** The names of all settings. */
  Set<String> names() {
    return attributes.keySet();
  }

  /** A graph inside the node, if set. */
  public Optional<OnnxBlock> block(String name) {
    return Optional.ofNullable(attributes.get(name))
        .filter(AttributeProto::hasG)
        .map(attribute -> OnnxReader.block(attribute.getG()));
  }

  /** A tensor, if set. */
  public Optional<Constant> tensor(String name) {
    return Optional.ofNullable(attributes.get(name))
        .map(attribute -> TensorReader.read(attribute.getT()));
  }
}
