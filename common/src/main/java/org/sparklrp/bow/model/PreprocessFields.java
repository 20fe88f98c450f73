package org.sparklrp.bow.model;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.fault.Keyword;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Preprocessing;

/**
 * How the preprocessing a model was trained with is kept in its {@code training} section, and
 * compared with that of a job: a vocabulary learned on other pixels describes nothing.
 */
public final class PreprocessFields {
  private static final String TRAINING = "training";
  private static final String PREPROCESS = "preprocess";

  private PreprocessFields() {}

  /** Preprocessing as plain values, named as in a configuration. */
  public static Map<String, Object> written(Preprocessing preprocessing) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("resize", preprocessing.resize());
    fields.put("crop", preprocessing.crop());
    fields.put("interpolation", Keyword.of(preprocessing.interpolation()));
    fields.put("scale", preprocessing.scale());
    fields.put("mean", preprocessing.mean());
    fields.put("std", preprocessing.std());
    fields.put("channels", Keyword.of(preprocessing.channels()));
    fields.put("orientation", Keyword.of(preprocessing.decoding().orientation()));
    fields.put("alpha", Keyword.of(preprocessing.decoding().alpha()));
    return fields;
  }

  /**
   * The first difference between the preprocessing a model was trained with and another, as in
   * {@code preprocess.resize is [] and was 64}; empty where there is none, or where the model does
   * not say.
   *
   * @param origin where the files come from, for messages
   */
  public static Optional<String> difference(
      ModelFiles files, Preprocessing preprocessing, String origin) {
    if (!(files.description(origin).get(TRAINING) instanceof ConfigObject training)
        || !(training.get(PREPROCESS) instanceof ConfigObject trained)) {
      return Optional.empty();
    }
    for (Map.Entry<String, Object> field : written(preprocessing).entrySet()) {
      ConfigValue now = ConfigValueFactory.fromAnyRef(field.getValue());
      ConfigValue then = trained.get(field.getKey());
      if (then != null && !then.equals(now)) {
        return Optional.of(
            "preprocess.%s is %s and was %s".formatted(field.getKey(), shown(now), shown(then)));
      }
    }
    return Optional.empty();
  }

  /**
   * The shape of the images a model was trained on: channels, height and width; empty where they
   * were not all of one size, or where the model does not say.
   *
   * @param origin where the files come from, for messages
   */
  public static Optional<List<Integer>> shape(ModelFiles files, String origin) {
    if (!(files.description(origin).get(TRAINING) instanceof ConfigObject training)
        || !(training.get(PREPROCESS) instanceof ConfigObject trained)) {
      return Optional.empty();
    }
    Problems problems = new Problems();
    SectionReading fields = SectionReading.of(TRAINING + "." + PREPROCESS, trained, problems);
    List<Integer> crop = fields.wholes("crop", 1, List.of());
    List<Integer> size = crop.isEmpty() ? fields.wholes("resize", 1, List.of()) : crop;
    int channels = fields.choice("channels", Channels.class, Channels.RGB).count();
    problems.throwAll("the Bag-of-Words model " + origin);
    return size.size() == 2
        ? Optional.of(List.of(channels, size.get(0), size.get(1)))
        : Optional.empty();
  }

  private static String shown(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }
}
