package org.sparklrp.config.key;

import com.typesafe.config.ConfigObject;
import java.util.List;
import org.sparklrp.config.Baseline;
import org.sparklrp.config.EvaluationMetric;
import org.sparklrp.config.PixelReplacement;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.Section;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.TrueOrFalse;
import org.sparklrp.config.hocon.Whole;
import org.sparklrp.config.value.BaselineType;

/** Every key of the command {@code evaluate}, beside those of a job. */
final class EvaluationKeys {
  /** What a path is that is not given. */
  static final String NONE = "none";

  static final ConfigKey<Long> IMAGES =
      new ConfigKey<>(
          "evaluate.images",
          new Whole(1, 1_000_000),
          "50",
          "Images of each label that are measured, drawn by the hash of their id; without labels, so"
              + " many for each class of the model, drawn from all.");
  static final ConfigKey<List<ConfigObject>> METHODS =
      new ConfigKey<>(
          "evaluate.methods",
          new Several<>(
              new Section("a section { name = ..., composite = ... }"),
              0,
              100,
              "a list of sections { name = ..., composite = ... }"),
          "[]",
          "Methods that are measured side by side, each with the keys of the section method; label ="
              + " ... names one in the tables. The others are compared with the first. None: the"
              + " section method alone. A random and a constant map are always among them. Example: [ {"
              + " name = lrp, composite = epsilon-plus }, { name = gradient } ]");
  static final ConfigKey<List<EvaluationMetric>> METRICS =
      new ConfigKey<>(
          "evaluate.metrics",
          new Several<>(
              new Choice<>(EvaluationMetric.class),
              1,
              EvaluationMetric.values().length,
              "a list of "
                  + new Choice<>(EvaluationMetric.class).expected().substring("one of ".length())),
          "[srg, insertion-deletion, faithfulness, localisation, complexity, class-sensitivity,"
              + " randomisation, max-sensitivity, completeness]",
          "What is measured; localisation needs masks or boxes.");
  static final ConfigKey<Long> STEPS =
      new ConfigKey<>(
          "evaluate.steps",
          new Whole(1, 100_000),
          "50",
          "Steps in which pixels are removed, equal shares of them, until all are gone.");
  static final ConfigKey<Long> REGION =
      new ConfigKey<>(
          "evaluate.region",
          new Whole(1, 1000),
          "1",
          "Side of the patches that are removed as a whole, in pixels.");
  static final ConfigKey<List<PixelReplacement>> REPLACEMENT =
      new ConfigKey<>(
          "evaluate.replacement",
          new Several<>(
              new Choice<>(PixelReplacement.class),
              1,
              PixelReplacement.values().length,
              "a list of linear, constant, mean, blur, noise"),
          "[linear]",
          "What takes the place of removed pixels, all of these one after the other: linear solves for"
              + " weighted means of neighbours, constant is evaluate.constant, mean the image's mean"
              + " colour, blur the image blurred, noise uniform.");
  static final ConfigKey<Baseline> CONSTANT =
      new ConfigKey<>(
          "evaluate.constant",
          new BaselineType(),
          "black",
          "For constant replacement: the value after preprocessing.");
  static final ConfigKey<String> MASKS =
      new ConfigKey<>(
          "evaluate.masks",
          new Text("a path, or none"),
          NONE,
          "Folder of masks of the objects, PNG laid out as the images; white is inside.");
  static final ConfigKey<String> BOXES =
      new ConfigKey<>(
          "evaluate.boxes",
          new Text("a path, or none"),
          NONE,
          "CSV file of boxes around the objects, with the header image_id,left,top,right,bottom, in"
              + " pixels of the original image, right and bottom not included; several rows of an"
              + " image are joined.");
  static final ConfigKey<Boolean> PER_IMAGE =
      new ConfigKey<>(
          "evaluate.per-image",
          new TrueOrFalse(),
          "false",
          "Whether the table evaluation_images is written: every number of every image.");

  static final List<ConfigKey<?>> EVALUATE =
      List.of(
          IMAGES, METHODS, METRICS, STEPS, REGION, REPLACEMENT, CONSTANT, MASKS, BOXES, PER_IMAGE);

  private EvaluationKeys() {}
}
