package org.sparklrp.bow.model;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.fault.Keyword;
import org.sparklrp.fault.NearestName;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Preprocessing;

/**
 * How the preprocessing a model was trained with is kept in its {@code training} section, or in a
 * section {@code preprocess} by whoever writes models, and compared with that of a job: a
 * vocabulary learned on other pixels describes nothing.
 */
public final class PreprocessFields {
  private static final String TRAINING = "training";
  static final String PREPROCESS = "preprocess";

  private static final Set<String> FIELDS =
      Set.of(
          "resize",
          "crop",
          "interpolation",
          "scale",
          "mean",
          "std",
          "channels",
          "orientation",
          "alpha");

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
   * The preprocessing a model was trained with, as far as it says: its section {@code preprocess},
   * or that of {@code training}.
   *
   * @param origin where the files come from, for messages
   * @throws UserException where it names something that preprocessing does not have
   */
  public static Optional<ConfigObject> told(ModelFiles files, String origin) {
    ConfigObject description = files.description(origin);
    ConfigValue own = description.get(PREPROCESS);
    ConfigValue told =
        own == null && description.get(TRAINING) instanceof ConfigObject training
            ? training.get(PREPROCESS)
            : own;
    if (told == null) {
      return Optional.empty();
    }
    if (!(told instanceof ConfigObject section)) {
      throw unknown(origin, "preprocess is no section");
    }
    for (String field : section.keySet()) {
      if (!FIELDS.contains(field)) {
        throw unknown(
            origin,
            "there is no key preprocess.%s, the nearest is preprocess.%s"
                .formatted(field, NearestName.of(field, FIELDS)));
      }
    }
    return Optional.of(section);
  }

  private static UserException unknown(String origin, String reason) {
    return new UserException(
        "Cannot use the Bag-of-Words model %s: %s; write it as in a job's configuration"
            .formatted(origin, reason));
  }

  /**
   * The first difference between the preprocessing a model was trained with and another, as in
   * {@code preprocess.resize is [] and was 64}; empty where there is none, or where the model does
   * not say. One value stands for a list of equal ones.
   *
   * @param origin where the files come from, for messages
   */
  public static Optional<String> difference(
      ModelFiles files, Preprocessing preprocessing, String origin) {
    Optional<ConfigObject> told = told(files, origin);
    if (told.isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, Object> field : written(preprocessing).entrySet()) {
      ConfigValue now = ConfigValueFactory.fromAnyRef(field.getValue());
      ConfigValue then = told.get().get(field.getKey());
      if (then != null && !then.equals(now) && !isRepeated(then, now)) {
        return Optional.of(
            "preprocess.%s is %s and was %s".formatted(field.getKey(), shown(now), shown(then)));
      }
    }
    return Optional.empty();
  }

  /** Whether a value, or a list of it alone, is every value of a list. */
  private static boolean isRepeated(ConfigValue value, ConfigValue list) {
    ConfigValue one =
        value instanceof ConfigList values && values.size() == 1 ? values.get(0) : value;
    return list instanceof ConfigList repeated
        && !repeated.isEmpty()
        && repeated.stream().allMatch(one::equals);
  }

  /**
   * The shape of the images a model was trained on: channels, height and width; empty where they
   * were not all of one size, or where the model does not say.
   *
   * @param origin where the files come from, for messages
   */
  public static Optional<List<Integer>> shape(ModelFiles files, String origin) {
    Optional<ConfigObject> told = told(files, origin);
    if (told.isEmpty()) {
      return Optional.empty();
    }
    Problems problems = new Problems();
    SectionReading fields = SectionReading.of(PREPROCESS, told.get(), problems);
    List<Integer> crop = fields.wholes("crop", 1, List.of());
    List<Integer> size = crop.isEmpty() ? fields.wholes("resize", 1, List.of()) : crop;
    int channels = fields.choice("channels", Channels.class, Channels.RGB).count();
    problems.throwAll("the Bag-of-Words model " + origin);
    if (size.size() == 1 && !crop.isEmpty()) {
      return Optional.of(List.of(channels, size.get(0), size.get(0)));
    }
    return size.size() == 2
        ? Optional.of(List.of(channels, size.get(0), size.get(1)))
        : Optional.empty();
  }

  private static String shown(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }
}
