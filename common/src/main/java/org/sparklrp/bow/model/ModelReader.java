package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.fault.UserException;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.ClassNames;

/** Reads a model from the files of its directory and checks that they belong together. */
public final class ModelReader {
  private static final Text FILE = new Text("the name of a file");
  private static final Several<String> NAMES =
      new Several<>(
          new Text("a class name"), 1, Integer.MAX_VALUE, "a list of class names, none empty");

  private final ModelFiles files;
  private final String origin;

  private ModelReader(ModelFiles files, String origin) {
    this.files = files;
    this.origin = origin;
  }

  /**
   * The model these files describe.
   *
   * @param origin where they come from, for messages
   * @throws UserException when files are missing, damaged or of different models
   */
  public static BowModel read(ModelFiles files, String origin) {
    return new ModelReader(files, origin).model();
  }

  /** A channel's description: parameters, and the names of files. */
  private record Described(
      String name,
      ChannelKernel kernel,
      Descriptor descriptor,
      Mapping mapping,
      Pooling pooling,
      Tiling tiling,
      String vocabulary,
      String supportVectors,
      Optional<String> whiteningMean,
      Optional<String> whiteningMatrix) {}

  /** The whole description. */
  private record Description(
      ClassNames classes, List<Described> channels, String coefficients, String bias) {}

  private BowModel model() {
    Problems problems = new Problems();
    SectionReading fields = SectionReading.of("", files.description(origin), problems);
    if (fields.require("format", new Only(ModelWriter.FORMAT)).isEmpty()
        || fields.require("version", new Only(ModelWriter.VERSION)).isEmpty()) {
      problems.throwAll("the Bag-of-Words model " + origin);
    }
    Optional<Description> description = description(fields);
    problems.throwAll("the Bag-of-Words model " + origin);
    try {
      return model(description.orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot use the Bag-of-Words model %s: its files do not belong together (%s); train it again"
              .formatted(origin, e.getMessage()),
          e);
    }
  }

  private static Optional<Description> description(SectionReading fields) {
    List<Optional<Described>> channels =
        fields.sections("channels").stream().map(ModelReader::described).toList();
    Optional<String> coefficients = fields.require("dual-coefficients", FILE);
    Optional<String> bias = fields.require("bias", FILE);
    Optional<List<String>> classes = fields.require("classes", NAMES);
    classes
        .filter(names -> new HashSet<>(names).size() < names.size())
        .ifPresent(names -> fields.unsuitable("classes", "a list of names that differ"));
    fields.has("training");
    return fields.made(
        () ->
            new Description(
                new ClassNames(classes.orElseThrow()),
                channels.stream().map(Optional::orElseThrow).toList(),
                coefficients.orElseThrow(),
                bias.orElseThrow()));
  }

  private static Optional<Described> described(SectionReading fields) {
    Optional<String> name = fields.require("name", new NameType());
    Optional<Double> weight = fields.require("weight", Decimal.NOT_NEGATIVE);
    Optional<SvmKernel> kernel = fields.section("kernel").flatMap(KernelFields::read);
    Optional<Descriptor> descriptor =
        fields
            .section("features")
            .flatMap(section -> ChannelFields.descriptor(section, ChannelFields.Absent.IN_MODEL));
    Optional<Mapping> mapping = fields.section("mapping").flatMap(ChannelFields::mapping);
    Pooling pooling = ChannelFields.pooling(fields);
    Tiling tiling = ChannelFields.tiling(fields);
    Optional<String> words = fields.require("vocabulary", FILE);
    Optional<String> supportVectors = fields.require("support-vectors", FILE);
    boolean whitened = fields.has("whitening-mean") || fields.has("whitening-matrix");
    Optional<String> mean = whitened ? fields.require("whitening-mean", FILE) : Optional.empty();
    Optional<String> matrix =
        whitened ? fields.require("whitening-matrix", FILE) : Optional.empty();
    return fields.made(
        () ->
            new Described(
                name.orElseThrow(),
                new ChannelKernel(weight.orElseThrow(), kernel.orElseThrow()),
                descriptor.orElseThrow(),
                mapping.orElseThrow(),
                pooling,
                tiling,
                words.orElseThrow(),
                supportVectors.orElseThrow(),
                mean,
                matrix));
  }

  private BowModel model(Description description) {
    List<FeatureChannel> channels = new ArrayList<>();
    List<Columns> supportVectors = new ArrayList<>();
    for (Described described : description.channels()) {
      channels.add(channel(described));
      supportVectors.add(columns(files.array(described.supportVectors(), 2, origin)));
    }
    return new BowModel(
        description.classes(),
        channels,
        new KernelMachine(
            description.channels().stream().map(Described::kernel).toList(),
            supportVectors,
            rows(files.array(description.coefficients(), 2, origin)),
            files.array(description.bias(), 1, origin).values()));
  }

  private FeatureChannel channel(Described described) {
    NpyFile words = files.array(described.vocabulary(), 2, origin);
    return new FeatureChannel(
        described.name(),
        described.descriptor(),
        whitening(described),
        new Vocabulary(words.shape().get(1), words.floats()),
        described.mapping(),
        described.pooling(),
        described.tiling());
  }

  private @Nullable Whitening whitening(Described described) {
    if (described.whiteningMean().isEmpty() || described.whiteningMatrix().isEmpty()) {
      return null;
    }
    NpyFile mean = files.array(described.whiteningMean().get(), 1, origin);
    NpyFile matrix = files.array(described.whiteningMatrix().get(), 2, origin);
    if (!matrix.shape().get(1).equals(mean.shape().get(0))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "whitening of %d values has a mean of %d",
              matrix.shape().get(1),
              mean.shape().get(0)));
    }
    return new Whitening(mean.floats(), matrix.floats());
  }

  private static Columns columns(NpyFile array) {
    return Columns.ofRows(rows(array), array.shape().get(1));
  }

  private static double[][] rows(NpyFile array) {
    int length = array.shape().get(1);
    double[][] rows = new double[array.shape().get(0)][length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(array.values(), i * length, rows[i], 0, length);
    }
    return rows;
  }
}
