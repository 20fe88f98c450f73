package org.sparklrp.config.key;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.IdSource;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.config.OutputConfig;
import org.sparklrp.config.TargetParser;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Either;
import org.sparklrp.config.hocon.Extent;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.TrueOrFalse;
import org.sparklrp.config.hocon.Whole;
import org.sparklrp.config.value.ClassSource;
import org.sparklrp.config.value.CompositeName;
import org.sparklrp.config.value.GroupingType;
import org.sparklrp.config.value.IdSourceType;
import org.sparklrp.config.value.LabelSourceType;
import org.sparklrp.config.value.MapReductionType;
import org.sparklrp.config.value.RuleOverrideType;
import org.sparklrp.config.value.TargetText;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Decoding;
import org.sparklrp.image.Interpolation;
import org.sparklrp.model.Head;
import org.sparklrp.model.MapReduction;
import org.sparklrp.rule.Accounting;
import org.sparklrp.rule.RuleOverride;

/** Every key of the configuration, in the order in which the reference configuration shows them. */
final class ConfigKeys {
  static final ConfigKey<InputConfig.Format> INPUT_FORMAT =
      choice(
          "input.format",
          InputConfig.Format.class,
          "files",
          "How the images are stored. list: a text file with a path a line, or a Parquet table of"
              + " paths; table: Parquet, Delta or whatever Spark knows by the name; sequence: Hadoop's"
              + " sequence files; tar: shards as of WebDataset; idx: as MNIST.");
  static final ConfigKey<List<String>> INPUT_PATH =
      new ConfigKey<>(
          "input.path",
          new Several<>(new Text("a path"), 1, Integer.MAX_VALUE, "a path or a list of paths"),
          null,
          "A Hadoop path or a list of them: files, folders (searched with their subfolders) or globs;"
              + " for input.format = table also a name in Spark's catalog.");
  static final ConfigKey<String> INPUT_IMAGE =
      new ConfigKey<>(
          "input.image",
          new Text("the name of a column"),
          InputConfig.AUTO,
          "For tables and lists in Parquet: the column with the encoded images (binary, Hugging"
              + " Face's struct of bytes and path, or Spark's image struct) or with their paths. auto:"
              + " the one whose type and name say so.");
  static final ConfigKey<LabelSource> INPUT_LABEL =
      new ConfigKey<>(
          "input.label",
          new LabelSourceType(),
          "parent-directory",
          "Where an image's true class comes from. parent-directory: the name of its folder; of tar"
              + " the .cls or .json beside it, of idx the file of labels beside that of images, where"
              + " there are such. \"column:NAME\": of the table or list. \"csv:FILE\": a line id,label"
              + " for each image, with a head. none: nowhere. A label is a class's name or its index.");
  static final ConfigKey<IdSource> INPUT_ID =
      new ConfigKey<>(
          "input.id",
          new IdSourceType(),
          "uri",
          "What identifies an image in tables. uri: its path below the folder that all share."
              + " \"column:NAME\": of the table or list. \"pattern:REGEX\": what the first group finds in"
              + " its path.");

  static final ConfigKey<List<String>> INPUT_KEEP =
      new ConfigKey<>(
          "input.keep",
          new Several<>(
              new Text("the name of a column"), 0, Integer.MAX_VALUE, "a list of columns"),
          "[]",
          "Columns of the table or list that are carried along into the column kept of the table"
              + " explanations, as JSON: for grouping by camera, site or day.");

  static final ConfigKey<String> MODEL_PATH =
      new ConfigKey<>(
          "model.path",
          new Text("a path"),
          null,
          "Hadoop path of the ONNX model, or of a Bag-of-Words model's directory. Weights in files"
              + " beside the model, as PyTorch exports them, are read from its folder.");
  static final ConfigKey<ClassSource> MODEL_CLASSES =
      new ConfigKey<>(
          "model.classes",
          new ClassSource.Reader(),
          "[]",
          "Class names in the order of the logits: a list, or the path of a text file with one a"
              + " line. Empty: the classes are numbered from 0.");

  static final ConfigKey<String> MODEL_OUTPUT =
      new ConfigKey<>(
          "model.output",
          new Text("the name of an output"),
          "auto",
          "The output that is explained, by name. auto: of several, the one that looks like the scores"
              + " of classes; the log says which. `inspect` lists them.");
  static final ConfigKey<Optional<MapReduction>> MODEL_REDUCE =
      new ConfigKey<>(
          "model.reduce",
          new MapReductionType(),
          "none",
          "For outputs that are a map per class, as of a segmentation: what is explained of each"
              + " class's map, its sum, mean, max or one cell, as in \"at:12,30\" (row, column).");
  static final ConfigKey<Task> MODEL_TASK =
      choice(
          "model.task",
          Task.class,
          "classification",
          "What the outputs are: scores of classes, where a single one is the logit of class 1 of two"
              + " and class 0 has the negative logit; or values, which have no probability.");

  static final ConfigKey<String> MODEL_FEATURES =
      new ConfigKey<>(
          "model.features",
          new Either<>(new Text("a path"), "none", ""),
          "none",
          "Hadoop path of the local features of the images, for a Bag-of-Words model whose channels"
              + " have features of type given: a Parquet table with the columns image_id, channel,"
              + " areas and values, best sorted by image_id; or a folder with an array"
              + " CHANNEL/IMAGE_ID.npy for each.");

  static final ConfigKey<Preset> PRESET =
      choice(
          "preprocess.preset",
          Preset.class,
          "none",
          "What the keys below are that are not set, as published networks were trained: "
              + Preset.MEANINGS
              + " Keys that are set count more.");
  static final ConfigKey<List<Integer>> RESIZE =
      new ConfigKey<>(
          "preprocess.resize",
          new Extent(),
          "none",
          "In pixels: the shorter side, the other in proportion; or [height, width].");
  static final ConfigKey<List<Integer>> CROP =
      new ConfigKey<>(
          "preprocess.crop",
          new Extent(),
          "none",
          "In pixels, from the middle: a square's side, or [height, width].");
  static final ConfigKey<Interpolation> INTERPOLATION =
      choice(
          "preprocess.interpolation",
          Interpolation.class,
          "bilinear",
          "How resizing finds the value between pixels.");
  static final ConfigKey<Double> SCALE =
      new ConfigKey<>(
          "preprocess.scale",
          Decimal.POSITIVE,
          "0.00392156862745098",
          "Factor of the pixel values 0 to 255; the default is 1 / 255.");
  static final ConfigKey<List<Double>> MEAN =
      new ConfigKey<>(
          "preprocess.mean",
          new Several<>(Decimal.ANY, 1, 3, "a number, or a list with one per channel"),
          "[0]",
          "Subtracted after scaling: one value for all channels, or one per channel.");
  static final ConfigKey<List<Double>> STD =
      new ConfigKey<>(
          "preprocess.std",
          new Several<>(Decimal.POSITIVE, 1, 3, "a number above 0, or a list with one per channel"),
          "[1]",
          "Divisor after that: one value for all channels, or one per channel.");
  static final ConfigKey<Channels> CHANNELS =
      choice(
          "preprocess.channels",
          Channels.class,
          "rgb",
          "The channels the model sees, and their order.");

  static final ConfigKey<Decoding.Orientation> ORIENTATION =
      choice(
          "preprocess.orientation",
          Decoding.Orientation.class,
          "as-stored",
          "Whether an image is turned as its EXIF orientation says, as people see it, or taken as its"
              + " rows are stored, as Pillow and torchvision read it.");
  static final ConfigKey<Decoding.Alpha> ALPHA =
      choice(
          "preprocess.alpha",
          Decoding.Alpha.class,
          "white",
          "What stands behind transparent pixels; drop: they count as if they were opaque, as Pillow"
              + " converts them.");

  static final ConfigKey<MethodConfig.Name> METHOD_NAME =
      choice("method.name", MethodConfig.Name.class, "lrp", "How images are explained.");
  static final ConfigKey<String> COMPOSITE =
      new ConfigKey<>(
          "method.composite",
          new CompositeName(),
          "epsilon-gamma-box",
          "For lrp: which rule each layer gets. `inspect` prints the assignment. The default explains"
              + " best on the networks of the guide's page on evaluation; epsilon-plus takes half the"
              + " time.");
  static final ConfigKey<Accounting> ACCOUNTING =
      choice(
          "method.accounting",
          Accounting.class,
          "conserving",
          "conserving keeps the sum of relevance equal to the score; reference reproduces published"
              + " implementations, where biases and dead neurons absorb.");
  static final ConfigKey<List<RuleOverride>> RULES =
      new ConfigKey<>(
          "method.rules",
          new Several<>(
              new RuleOverrideType(),
              0,
              Integer.MAX_VALUE,
              "a list of { layers = ..., type = ..., position = ..., rule = ... }"),
          "[]",
          "Rules for layers by name (* stands for any characters), by type and by position among"
              + " those, before the composite's; the first match wins. Examples: [ { layers ="
              + " \"layer4.*\", rule = gamma, gamma = 0.25 } ], [ { type = convolution, position ="
              + " first, rule = flat } ]");
  static final ConfigKey<List<Double>> LOW =
      bound("method.low", "The zbox rule's darkest pixel after preprocessing");
  static final ConfigKey<List<Double>> HIGH =
      bound("method.high", "The zbox rule's brightest pixel after preprocessing");

  static final ConfigKey<ExplainerSpec.BowWords> WORDS =
      choice(
          "method.words",
          ExplainerSpec.BowWords.class,
          "exact",
          "For a Bag-of-Words model, how visual words get their relevance: exact splits decisions"
              + " whose kernels are all sums over dimensions, and goes along a path for others; path"
              + " follows the gradient from a root of the decision to the image, for every kernel;"
              + " taylor expands kernels that have a gradient to first order at that root, as the"
              + " paper does, and leaves a remainder.");
  static final ConfigKey<Long> SEGMENTS =
      whole(
          "method.segments",
          1,
          1000,
          "8",
          "For a Bag-of-Words model, how many segments towards support vectors are searched for the"
              + " nearest root, where one is needed.");

  static final ConfigKey<List<String>> TARGETS =
      new ConfigKey<>(
          "targets",
          new Several<>(new TargetText(), 1, Integer.MAX_VALUE, "a list of targets"),
          "[predicted]",
          "What is explained of each image: any of "
              + TargetParser.FORMS
              + ". A target with a colon is put in quotes.");

  static final ConfigKey<String> OUTPUT_PATH =
      new ConfigKey<>(
          "output.path", new Text("a path"), null, "Hadoop path of the folder for the tables.");
  static final ConfigKey<OutputConfig.Maps> MAPS =
      choice(
          "output.maps",
          OutputConfig.Maps.class,
          "signed-sum",
          "Which relevances the table maps holds: per pixel, per pixel and channel, or none.");
  static final ConfigKey<OutputConfig.Type> TYPE =
      choice(
          "output.type",
          OutputConfig.Type.class,
          "float32",
          "How the table maps stores them: an array of numbers, or packed bytes of 4, 2 or 1 per"
              + " value.");
  static final ConfigKey<OutputConfig.Mode> MODE =
      choice(
          "output.mode",
          OutputConfig.Mode.class,
          "error",
          "What happens when output.path exists: the job stops; or its results take the former ones'"
              + " place once they are complete; or an interrupted run of the same configuration,"
              + " model and images goes on where it was.");
  static final ConfigKey<Long> HEATMAPS =
      whole("output.heatmaps", 0, 10_000, "4", "Images per class rendered as PNG heatmaps.");

  static final ConfigKey<Boolean> LAYERS =
      new ConfigKey<>(
          "output.layers",
          new TrueOrFalse(),
          "true",
          "Whether the table layers is written: what each layer receives and keeps, per target.");
  static final ConfigKey<List<String>> CONCEPTS =
      new ConfigKey<>(
          "output.concepts",
          new Several<>(
              new Text("a layer's name"), 0, Integer.MAX_VALUE, "a layer's name or a list of them"),
          "[]",
          "Layers whose relevance is summed per channel into the table concepts; * stands for any"
              + " characters. `inspect` lists the names.");
  static final ConfigKey<Long> CONCEPT_CHANNELS =
      whole(
          "output.concept-channels",
          0,
          1_000_000,
          "20",
          "Channels per layer and explanation in the table concepts, those with the largest absolute"
              + " relevance; 0 for all.");

  static final ConfigKey<Boolean> BOW_DETAILS =
      new ConfigKey<>(
          "output.bow-details",
          new TrueOrFalse(),
          "false",
          "For a Bag-of-Words model, whether the tables words and local_features are written: the"
              + " relevance of every visual word and of every local feature, per image and target:"
              + " thousands of rows each.");

  static final ConfigKey<OutputConfig.By> BY =
      new ConfigKey<>(
          "output.by",
          new GroupingType(),
          "target",
          "What the table class_statistics has rows for: each target, or also each label and target:"
              + " what speaks for a cat in the images of dogs; or also each target and outcome: images"
              + " predicted right and wrong apart; confusion: each label, predicted class and target;"
              + " \"column:NAME\": each target and value of a column of the table or list. Its columns"
              + " label, outcome, prediction and subset are null in the rows over all images.");

  static final ConfigKey<Long> BATCH_SIZE =
      whole(
          "job.batch-size",
          1,
          65_536,
          "16",
          "Images that a task explains in one call. They go through the network as many at a time as"
              + " 4 MiB hold the largest value of, at least 4, or as the model's file fixes.");
  static final ConfigKey<Double> MAX_FAILED_FRACTION =
      new ConfigKey<>(
          "job.max-failed-fraction",
          new Decimal(0, 1, false),
          "0.01",
          "Share of images, 0 to 1, that may fail before the job ends with exit code 4.");
  static final ConfigKey<Long> MAX_PIXELS =
      whole(
          "job.max-pixels",
          1,
          Integer.MAX_VALUE,
          "100000000",
          "Images with more pixels (height times width) are refused before decoding.");
  static final ConfigKey<Long> IMAGE_TIMEOUT =
      whole(
          "job.image-timeout",
          1,
          86_400,
          "120",
          "Seconds that reading an image, and decoding it, may each take: then it is a failure.");
  static final ConfigKey<Long> SEED =
      whole("job.seed", Long.MIN_VALUE, Long.MAX_VALUE, "7", "Seed of whatever is random.");

  static final List<ConfigKey<?>> ALL =
      List.of(
          INPUT_FORMAT,
          INPUT_PATH,
          INPUT_IMAGE,
          INPUT_LABEL,
          INPUT_ID,
          INPUT_KEEP,
          MODEL_PATH,
          MODEL_CLASSES,
          MODEL_OUTPUT,
          MODEL_REDUCE,
          MODEL_TASK,
          MODEL_FEATURES,
          PRESET,
          RESIZE,
          CROP,
          INTERPOLATION,
          SCALE,
          MEAN,
          STD,
          CHANNELS,
          ORIENTATION,
          ALPHA,
          METHOD_NAME,
          COMPOSITE,
          ACCOUNTING,
          RULES,
          MethodKeys.BIAS,
          MethodKeys.SKIP,
          MethodKeys.DEAD,
          MethodKeys.STABILIZER,
          MethodKeys.GATE,
          LOW,
          HIGH,
          MethodKeys.CONDITIONS,
          MethodKeys.PRECISION,
          MethodKeys.SAMPLES,
          MethodKeys.NOISE,
          MethodKeys.STEPS,
          MethodKeys.BASELINE,
          MethodKeys.PATCH,
          MethodKeys.STRIDE,
          MethodKeys.LAYER,
          WORDS,
          SEGMENTS,
          TARGETS,
          OUTPUT_PATH,
          MAPS,
          TYPE,
          MODE,
          HEATMAPS,
          LAYERS,
          CONCEPTS,
          CONCEPT_CHANNELS,
          BOW_DETAILS,
          BY,
          BATCH_SIZE,
          MAX_FAILED_FRACTION,
          MAX_PIXELS,
          IMAGE_TIMEOUT,
          SEED);

  /** What means something to networks alone. */
  static final List<ConfigKey<?>> ONLY_FOR_NETWORKS =
      List.of(
          MODEL_OUTPUT,
          MODEL_REDUCE,
          MODEL_TASK,
          COMPOSITE,
          ACCOUNTING,
          RULES,
          MethodKeys.BIAS,
          MethodKeys.SKIP,
          MethodKeys.DEAD,
          MethodKeys.STABILIZER,
          MethodKeys.GATE,
          MethodKeys.CONDITIONS,
          LOW,
          HIGH,
          CONCEPTS,
          CONCEPT_CHANNELS);

  private ConfigKeys() {}

  /** Where the images come from. */
  static InputConfig input(ConfigReading reading) {
    return new InputConfig(
        reading.get(INPUT_FORMAT),
        reading.get(INPUT_PATH),
        reading.get(INPUT_IMAGE),
        reading.get(INPUT_LABEL),
        reading.get(INPUT_ID));
  }

  /** What one image may cost. */
  static ImageLimits limits(ConfigReading reading) {
    return new ImageLimits(reading.get(MAX_PIXELS), Duration.ofSeconds(reading.get(IMAGE_TIMEOUT)));
  }

  /** What of a network's results is explained. */
  static Head head(ConfigReading reading, Head.Use use) {
    String output = reading.get(MODEL_OUTPUT);
    return new Head(
        output.equals("auto") ? "" : output, reading.get(MODEL_REDUCE).orElse(null), use);
  }

  private static <E extends Enum<E>> ConfigKey<E> choice(
      String path, Class<E> type, String defaultText, String help) {
    return new ConfigKey<>(path, new Choice<>(type), defaultText, help);
  }

  private static ConfigKey<Long> whole(
      String path, long least, long most, String defaultText, String help) {
    return new ConfigKey<>(path, new Whole(least, most), defaultText, help);
  }

  private static ConfigKey<List<Double>> bound(String path, String meaning) {
    return new ConfigKey<>(
        path,
        new Several<>(Decimal.ANY, 0, 3, "a number, or a list with one per channel"),
        "[]",
        meaning + ", one value or one per channel. Empty: computed from the preprocessing.");
  }
}
