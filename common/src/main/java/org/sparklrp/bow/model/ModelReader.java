package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.Combination;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.svm.Pairs;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.fault.UserException;
import org.sparklrp.relevance.ClassNames;

/** Reads a model from the files of its directory and checks that they belong together. */
public final class ModelReader {
  private static final Text FILE = new Text("the name of a file");
  private static final Several<String> NAMES =
      new Several<>(
          new Text("a class name"), 1, Integer.MAX_VALUE, "a list of class names, none empty");

  private ModelReader() {}

  /**
   * The model these files describe.
   *
   * @param origin where they come from, for messages
   * @throws UserException when files are missing, damaged or of different models
   */
  public static BowModel read(ModelFiles files, String origin) {
    Problems problems = new Problems();
    SectionReading fields = SectionReading.of("", files.description(origin), problems);
    if (fields.require("format", new Only(ModelWriter.FORMAT)).isEmpty()
        || fields.require("version", new Only(ModelWriter.VERSIONS)).isEmpty()) {
      problems.throwAll("the Bag-of-Words model " + origin);
    }
    Optional<Description> description = description(fields);
    problems.throwAll("the Bag-of-Words model " + origin);
    try {
      return description.orElseThrow().model(new ModelArrays(files, origin));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot use the Bag-of-Words model %s: its files do not belong together (%s); correct model.json, or write the arrays of one model"
              .formatted(origin, e.getMessage()),
          e);
    }
  }

  private static Optional<Description> description(SectionReading fields) {
    List<Optional<ChannelReader>> channels =
        fields.sections("channels").stream().map(ChannelReader::read).toList();
    Combination combination = fields.choice("combination", Combination.class, Combination.SUM);
    Optional<String> coefficients = fields.require("dual-coefficients", FILE);
    Optional<String> bias = fields.require("bias", FILE);
    String counts = fields.read("support-counts", FILE, "");
    Optional<List<String>> classes = fields.require("classes", NAMES);
    classes
        .filter(names -> new HashSet<>(names).size() < names.size())
        .ifPresent(names -> fields.unsuitable("classes", "a list of names that differ"));
    if (!counts.isEmpty() && classes.isPresent() && classes.get().size() < 3) {
      fields.unsuitable(
          "support-counts", "left out for two classes: one row speaks for the second");
    }
    fields.has("training");
    fields.has(PreprocessFields.PREPROCESS);
    return fields.made(
        () ->
            new Description(
                new ClassNames(classes.orElseThrow()),
                channels.stream().map(Optional::orElseThrow).toList(),
                combination,
                coefficients.orElseThrow(),
                bias.orElseThrow(),
                counts));
  }

  /** The whole description; the last three are names of files, the last one empty for none. */
  private record Description(
      ClassNames classes,
      List<ChannelReader> channels,
      Combination combination,
      String coefficients,
      String bias,
      String counts) {

    BowModel model(ModelArrays arrays) {
      List<FeatureChannel> read = new ArrayList<>();
      List<Columns> supportVectors = new ArrayList<>();
      for (ChannelReader channel : channels) {
        read.add(channel.channel(arrays));
        supportVectors.add(channel.vectors(arrays));
      }
      return new BowModel(classes, read, machine(arrays, supportVectors));
    }

    private KernelMachine machine(ModelArrays arrays, List<Columns> supportVectors) {
      List<ChannelKernel> kernels = channels.stream().map(ChannelReader::kernel).toList();
      double[][] rows = arrays.rows(coefficients);
      double[] biases = arrays.vector(bias).values();
      if (!counts.isEmpty()) {
        Pairs pairs = new Pairs(arrays.counts(counts), rows, biases);
        return KernelMachine.of(kernels, combination, supportVectors, pairs);
      }
      if (classes.size() == 2 && rows.length == 1 && biases.length == 1) {
        return new KernelMachine(
            kernels,
            combination,
            supportVectors,
            new double[][] {negative(rows[0]), rows[0]},
            new double[] {-biases[0], biases[0]},
            null);
      }
      return new KernelMachine(kernels, combination, supportVectors, rows, biases, null);
    }

    private static double[] negative(double[] values) {
      double[] negative = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        negative[i] = -values[i];
      }
      return negative;
    }
  }
}
