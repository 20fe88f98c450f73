package org.sparklrp.job.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.relevance.ClassNames;

/** Names a model's classes: as configured, else as the model itself does, else by number. */
public final class ClassNaming {
  private ClassNaming() {}

  /**
   * The names of the classes: as configured, else numbered.
   *
   * @param count the number of the model's classes
   */
  public static ClassNames of(ModelConfig model, int count, Configuration configuration) {
    return of(model, ClassNames.numbered(count), configuration);
  }

  /**
   * The names of the classes: as configured, else the model's own.
   *
   * @param own the model's own names
   */
  static ClassNames of(ModelConfig model, ClassNames own, Configuration configuration) {
    int count = own.size();
    List<String> names = model.classNames();
    String path = model.classesPath();
    if (path != null) {
      byte[] file = ModelFile.bytes("the class names", "model.classes", path, configuration);
      names = new ArrayList<>(new String(file, StandardCharsets.UTF_8).strip().lines().toList());
      names.replaceAll(String::strip);
    }
    if (names.isEmpty()) {
      return own;
    }
    if (names.size() != count) {
      throw new UserException(
          "Cannot name the classes: the model has %d and model.classes gives %d names (%s); give one name per class, in the order of the logits"
              .formatted(count, names.size(), path == null ? "inline" : path));
    }
    return new ClassNames(names);
  }
}
