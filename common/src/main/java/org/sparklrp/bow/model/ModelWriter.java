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
import org.sparklrp.bow.svm.Pairs;
import org.sparklrp.fault.Keyword;
import org.sparklrp.npy.NpyFile;

/** Turns a model into the files of its directory. Arrays are rounded to float32. */
public final class ModelWriter {
  static final List<String> FORMAT = List.of("spark-lrp-bag-of-words");

  /** The last one is written. */
  static final List<Integer> VERSIONS = List.of(1, 2);

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
    fields.put("format", FORMAT.get(0));
    fields.put("version", VERSIONS.get(VERSIONS.size() - 1));
    fields.put("classes", model.classes().names());
    fields.put("channels", channels);
    fields.put("combination", Keyword.of(machine.combination()));
    Pairs pairs = machine.pairs();
    double[][] coefficients = pairs == null ? machine.coefficients() : pairs.coefficients();
    double[] bias = pairs == null ? machine.bias() : pairs.bias();
    fields.put(
        "dual-coefficients",
        array(
            "dual-coefficients.npy",
            List.of(coefficients.length, machine.supportCount()),
            rounded(coefficients)));
    fields.put("bias", array("bias.npy", List.of(bias.length), NpyFile.floats(bias)));
    if (pairs != null) {
      float[] counts = new float[pairs.classCount()];
      for (int c = 0; c < counts.length; c++) {
        counts[c] = pairs.counts()[c];
      }
      fields.put("support-counts", array("support-counts.npy", List.of(counts.length), counts));
    }
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
    fields.put("features", ChannelFields.written(channel.source()));
    ArrayWriter arrays =
        (field, shape, values) -> array(channel.name() + "-" + field + ".npy", shape, values);
    fields.putAll(EncodingFields.written(channel.encoding(), arrays));
    fields.put("tiling", ChannelFields.written(channel.tiling()));
    fields.put("normalization", NormalizationFields.written(channel.normalization(), arrays));
    Whitening whitening = channel.whitening();
    if (whitening != null) {
      fields.put(
          "whitening-mean",
          arrays.write("whitening-mean", List.of(whitening.inputs()), whitening.mean()));
      fields.put(
          "whitening-matrix",
          arrays.write(
              "whitening-matrix",
              List.of(whitening.outputs(), whitening.inputs()),
              whitening.matrix()));
    }
    fields.put(
        "support-vectors",
        arrays.write(
            "support-vectors",
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
