package org.sparklrp.config.key;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.sparklrp.config.IdSource;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.fault.Keyword;
import org.sparklrp.image.Channels;

/** Checks that concern several keys at once. */
final class ConfigChecks {
  private static final Set<OutputConfig.By.Kind> NEED_LABELS =
      EnumSet.of(
          OutputConfig.By.Kind.LABEL, OutputConfig.By.Kind.OUTCOME, OutputConfig.By.Kind.CONFUSION);

  private ConfigChecks() {}

  /** Notes keys that contradict each other; keys that have a problem of their own are left out. */
  static void noteContradictions(ConfigReading reading) {
    noteTargetsWithoutLabels(reading);
    noteCropLargerThanResize(reading);
    noteColumnsWithoutTable(reading);
    for (ConfigKey<List<Double>> key :
        List.of(ConfigKeys.MEAN, ConfigKeys.STD, ConfigKeys.LOW, ConfigKeys.HIGH)) {
      notePerChannel(reading, key);
    }
  }

  private static void noteTargetsWithoutLabels(ConfigReading reading) {
    boolean labels =
        reading.find(ConfigKeys.INPUT_LABEL).stream().noneMatch(LabelSource.NONE::equals);
    if (!labels && reading.find(ConfigKeys.TARGETS).stream().anyMatch(t -> t.contains("label"))) {
      reading.note(
          "targets contains label, but input.label is none; remove the target or set input.label");
    }
    reading
        .find(ConfigKeys.BY)
        .map(OutputConfig.By::kind)
        .filter(kind -> !labels && NEED_LABELS.contains(kind))
        .ifPresent(
            kind ->
                reading.note(
                    "output.by is %s, but input.label is none; set output.by = target or input.label"
                        .formatted(Keyword.of(kind))));
  }

  private static void noteColumnsWithoutTable(ConfigReading reading) {
    boolean hasColumns =
        reading.find(ConfigKeys.INPUT_FORMAT).stream()
            .allMatch(f -> f == InputConfig.Format.TABLE || f == InputConfig.Format.LIST);
    if (hasColumns) {
      return;
    }
    noteWithoutTable(
        reading,
        ConfigKeys.INPUT_LABEL,
        label -> label.kind() == LabelSource.Kind.COLUMN,
        "is a column");
    noteWithoutTable(
        reading, ConfigKeys.INPUT_ID, id -> id.kind() == IdSource.Kind.COLUMN, "is a column");
    noteWithoutTable(reading, ConfigKeys.INPUT_KEEP, keep -> !keep.isEmpty(), "names columns");
    noteWithoutTable(
        reading, ConfigKeys.BY, by -> by.kind() == OutputConfig.By.Kind.COLUMN, "is a column");
  }

  private static <T> void noteWithoutTable(
      ConfigReading reading, ConfigKey<T> key, Predicate<T> needsTable, String what) {
    if (reading.find(key).stream().anyMatch(needsTable)) {
      reading.note(
          "%s %s, but input.format has none; set input.format = table or list"
              .formatted(key.path(), what));
    }
  }

  private static void noteCropLargerThanResize(ConfigReading reading) {
    List<Integer> resize = reading.find(ConfigKeys.RESIZE).orElse(List.of());
    List<Integer> crop = reading.find(ConfigKeys.CROP).orElse(List.of());
    if (resize.isEmpty() || crop.isEmpty()) {
      return;
    }
    boolean tooHigh = crop.get(0) > resize.get(0);
    boolean tooWide = resize.size() == 2 && crop.get(crop.size() - 1) > resize.get(1);
    if (tooWide || (tooHigh && (resize.size() == 2 || crop.size() == 1))) {
      reading.note(
          "preprocess.crop is %s, larger than preprocess.resize (%s); make it smaller"
              .formatted(crop, resize));
    }
  }

  private static void notePerChannel(ConfigReading reading, ConfigKey<List<Double>> key) {
    int given = reading.find(key).map(List::size).orElse(0);
    int channels = reading.find(ConfigKeys.CHANNELS).map(Channels::count).orElse(given);
    if (given > 1 && given != channels) {
      reading.note(
          String.format(
              Locale.ROOT,
              "%s has %d values, but preprocess.channels means %d; give one value or %d",
              key.path(),
              given,
              channels,
              channels));
    }
  }
}
