package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.fault.UserException;
import org.sparklrp.npy.NpyFile;
import org.sparklrp.relevance.ClassNames;

/** Reads a model from the files of its directory and checks that they belong together. */
public final class ModelReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

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

  private BowModel model() {
    Fields description = files.description(origin);
    if (!description.text("format", "").equals(ModelWriter.FORMAT)) {
      throw description.unsuitable("format", ModelWriter.FORMAT);
    }
    if (description.whole("version", 0, 0) != ModelWriter.VERSION) {
      throw description.unsuitable("version", "1, the only one in this version");
    }
    List<FeatureChannel> channels = new ArrayList<>();
    List<ChannelKernel> kernels = new ArrayList<>();
    List<Columns> supportVectors = new ArrayList<>();
    for (Fields fields : description.sections("channels")) {
      channels.add(channel(fields));
      kernels.add(kernel(fields));
      supportVectors.add(columns(files.array(fields.text("support-vectors", null), 2, origin)));
      fields.done();
    }
    NpyFile coefficients = files.array(description.text("dual-coefficients", null), 2, origin);
    NpyFile bias = files.array(description.text("bias", null), 1, origin);
    ClassNames classes = new ClassNames(description.texts("classes", List.of()));
    description.ignore("training").done();
    try {
      return new BowModel(
          classes,
          channels,
          new KernelMachine(kernels, supportVectors, rows(coefficients), bias.values()));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot use the Bag-of-Words model %s: its files do not belong together (%s); train it again"
              .formatted(origin, e.getMessage()),
          e);
    }
  }

  private FeatureChannel channel(Fields fields) {
    String name = channelName(fields);
    NpyFile words = files.array(fields.text("vocabulary", null), 2, origin);
    try {
      return new FeatureChannel(
          name,
          ChannelFields.descriptor(fields.section("features"), ColorSpace.LUMA),
          whitening(fields),
          new Vocabulary(words.shape().get(1), words.floats()),
          ChannelFields.mapping(fields.section("mapping")),
          ChannelFields.pooling(fields),
          ChannelFields.tiling(fields));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot use the Bag-of-Words model %s: its files do not belong together (%s); train it again"
              .formatted(origin, e.getMessage()),
          e);
    }
  }

  /** Reads the field {@code name}: it becomes part of file names. */
  public static String channelName(Fields channel) {
    String name = channel.text("name", null);
    if (!NAME.matcher(name).matches()) {
      throw channel.unsuitable(
          "name", "made of lower-case letters, digits, - and _, as it names files");
    }
    return name;
  }

  private static ChannelKernel kernel(Fields fields) {
    try {
      return new ChannelKernel(
          fields.decimal("weight", Double.NaN), KernelFields.read(fields.section("kernel")));
    } catch (IllegalArgumentException e) {
      throw fields.unsuitable(e);
    }
  }

  private @Nullable Whitening whitening(Fields fields) {
    if (!fields.has("whitening-mean") && !fields.has("whitening-matrix")) {
      return null;
    }
    NpyFile mean = files.array(fields.text("whitening-mean", null), 1, origin);
    NpyFile matrix = files.array(fields.text("whitening-matrix", null), 2, origin);
    if (!matrix.shape().get(1).equals(mean.shape().get(0))) {
      throw new IllegalArgumentException(
          "whitening of %d values has a mean of %d"
              .formatted(matrix.shape().get(1), mean.shape().get(0)));
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
