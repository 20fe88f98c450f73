package org.sparklrp.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.Head;

/**
 * The classifier to explain: section {@code model}.
 *
 * @param path Hadoop path of the ONNX file
 * @param classesPath Hadoop path of a text file with one class name a line, in the order of the
 *     logits; null where the names are given inline or not at all
 * @param classNames the class names given inline, in the order of the logits; empty where they come
 *     from a file or the classes are numbered
 * @param head what of a network's results is explained
 * @param features Hadoop path of the local features that a Bag-of-Words model was given; empty
 *     where it computes them
 */
public record ModelConfig(
    String path,
    @Nullable String classesPath,
    List<String> classNames,
    Head head,
    String features) {
  /** A classifier whose scores are found without help. */
  public ModelConfig(String path, @Nullable String classesPath, List<String> classNames) {
    this(path, classesPath, classNames, Head.CLASSIFIER);
  }

  /** A classifier that takes pixels alone. */
  public ModelConfig(
      String path, @Nullable String classesPath, List<String> classNames, Head head) {
    this(path, classesPath, classNames, head, "");
  }

  /** Copies the list. */
  public ModelConfig {
    classNames = List.copyOf(classNames);
  }
}
