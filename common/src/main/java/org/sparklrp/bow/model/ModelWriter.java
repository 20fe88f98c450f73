package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.svm.KernelMachine;
import org.sparklrp.npy.NpyFile;

/** Turns a model into the files of its directory. Arrays are rounded to float32. */
public final class ModelWriter {
  static final String FORMAT = "spark-lrp-bag-of-words";
  static final int VERSION = 1;

  private final SortedMap<String, byte[]> files = new TreeMap<>();

  private ModelWriter() {}

  /**
   * The files of a model.
   *
   * @param training what is known of its training, for the reader's information: numbers, texts,
   *     lists and maps
   */
  public static ModelFiles write(BowModel model, Map<String, ?> training) {
    return new ModelWriter().files(model, training);
  }

  private ModelFiles files(BowModel model, Map<String, ?> training) {
    KernelMachine machine = model.machine();
    List<Object> channels = new ArrayList<>();
    for (int i = 0; i < model.channels().size(); i++) {
      channels.add(
          channel(
              model.channels().get(i), machine.kernels().get(i), machine.supportVectors().get(i)));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("format", FORMAT);
    fields.put("version", VERSION);
    fields.put("classes", model.classes().names());
    fields.put("channels", channels);
    fields.put(
        "dual-coefficients",
        array(
            "dual-coefficients.npy",
            List.of(machine.classCount(), machine.supportCount()),
            rounded(machine.coefficients())));
    fields.put(
        "bias",
        array("bias.npy", List.of(machine.classCount()), rounded(new double[][] {machine.bias()})));
    fields.put("training", training);
    files.put(ModelFiles.DESCRIPTION, ModelFiles.description(fields));
    return new ModelFiles(files);
  }

  private Map<String, Object> channel(
      FeatureChannel channel, ChannelKernel kernel, Columns supportVectors) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", channel.name());
    fields.put("weight", kernel.weight());
    fields.put("kernel", KernelFields.written(kernel.kernel()));
    fields.put("features", ChannelFields.written(channel.descriptor()));
    fields.put("mapping", ChannelFields.written(channel.mapping()));
    fields.put("pooling", ChannelFields.written(channel.pooling()));
    fields.put("tiling", ChannelFields.written(channel.tiling()));
    Whitening whitening = channel.whitening();
    if (whitening != null) {
      fields.put(
          "whitening-mean",
          array(
              channel.name() + "-whitening-mean.npy",
              List.of(whitening.inputs()),
              whitening.mean()));
      fields.put(
          "whitening-matrix",
          array(
              channel.name() + "-whitening-matrix.npy",
              List.of(whitening.outputs(), whitening.inputs()),
              whitening.matrix()));
    }
    fields.put(
        "vocabulary",
        array(
            channel.name() + "-vocabulary.npy",
            List.of(channel.vocabulary().words(), channel.vocabulary().dimension()),
            channel.vocabulary().prototypes()));
    fields.put(
        "support-vectors",
        array(
            channel.name() + "-support-vectors.npy",
            List.of(supportVectors.count(), supportVectors.dimension()),
            rows(supportVectors)));
    return fields;
  }

  private String array(String name, List<Integer> shape, float[] values) {
    files.put(name, NpyFile.format(shape, values));
    return name;
  }

  private static float[] rows(Columns columns) {
    int dimension = columns.dimension();
    float[] values = new float[columns.count() * dimension];
    for (int d = 0; d < dimension; d++) {
      for (int i = 0; i < columns.count(); i++) {
        values[i * dimension + d] = (float) columns.values()[d][i];
      }
    }
    return values;
  }

  private static float[] rounded(double[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return values;
  }
}
