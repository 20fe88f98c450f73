package org.sparklrp.job.model;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparklrp.config.ModelConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.TextFile;
import org.sparklrp.relevance.ClassNames;

/** Names a model's classes: as configured, else as the model itself does, else by number. */
public final class ClassNaming {
  private ClassNaming() {}

  /**
   * The names of a network's classes: as configured, else numbered. Where a single logit speaks for
   * one class, that one's name is enough.
   *
   * @param images channels, height and width of the images it is given
   */
  public static ClassNames of(
      ModelConfig model,
      ExplainerFactory.Network network,
      List<Integer> images,
      Configuration configuration) {
    List<String> names = configured(model, configuration);
    boolean isOneOfTwo = names.size() == 1 && network.isSingleLogit(images);
    return checked(
        model,
        isOneOfTwo ? List.of("not " + names.get(0), names.get(0)) : names,
        ClassNames.numbered(network.classes(images)));
  }

  /**
   * The names of the classes: as configured, else the model's own.
   *
   * @param own the model's own names
   */
  static ClassNames of(ModelConfig model, ClassNames own, Configuration configuration) {
    return checked(model, configured(model, configuration), own);
  }

  private static List<String> configured(ModelConfig model, Configuration configuration) {
    String path = model.classesPath();
    if (path == null) {
      return model.classNames();
    }
    byte[] file =
        new FileTask("read the class names", "give model.classes an existing one")
            .read(path, configuration);
    List<String> names = new ArrayList<>(text(file, path).strip().lines().toList());
    names.replaceAll(String::strip);
    return names;
  }

  private static String text(byte[] file, String path) {
    try {
      return TextFile.decode(file);
    } catch (CharacterCodingException e) {
      throw new UserException(
          "Cannot name the classes: the file is no text in UTF-8 (%s); save it as UTF-8"
              .formatted(path),
          e);
    }
  }

  private static ClassNames checked(ModelConfig model, List<String> names, ClassNames own) {
    int count = own.size();
    String path = model.classesPath();
    if (names.isEmpty()) {
      return own;
    }
    if (names.size() != count) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot name the classes: the model has %d and model.classes gives %d names (%s); give one name per class, in the order of the logits",
              count,
              names.size(),
              path == null ? "inline" : path));
    }
    return new ClassNames(names);
  }
}
