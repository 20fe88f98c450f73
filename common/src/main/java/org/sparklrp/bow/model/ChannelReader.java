package org.sparklrp.bow.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.FeatureSource;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.svm.ChannelKernel;
import org.sparklrp.bow.vocabulary.Encoding;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.npy.NpyFile;

/**
 * A channel as a model describes it: parameters, and what is to be read from arrays.
 *
 * @param name of the channel
 * @param kernel with its weight
 * @param source of the features
 * @param whitening null where there is none
 * @param encoding of the features
 * @param tiling of the image
 * @param normalization of the vector
 * @param supportVectors the file's name
 */
record ChannelReader(
    String name,
    ChannelKernel kernel,
    FeatureSource source,
    ModelArrays.@Nullable Reading<Whitening> whitening,
    ModelArrays.Reading<Encoding> encoding,
    Tiling tiling,
    ModelArrays.Reading<Normalization> normalization,
    String supportVectors) {
  private static final Text FILE = new Text("the name of a file");
  private static final String MEAN = "whitening-mean";
  private static final String MATRIX = "whitening-matrix";

  /** Reads a section of {@code channels}; empty where it has a problem. */
  static Optional<ChannelReader> read(SectionReading fields) {
    Optional<String> name = fields.require("name", new NameType());
    Optional<Double> weight = fields.require("weight", Decimal.NOT_NEGATIVE);
    Optional<SvmKernel> kernel = fields.section("kernel").flatMap(KernelFields::read);
    Optional<FeatureSource> source =
        fields.section("features").flatMap(ChannelFields::sourceInModel);
    Optional<ModelArrays.Reading<Encoding>> encoding = EncodingFields.read(fields, source);
    Tiling tiling = ChannelFields.tiling(fields);
    ModelArrays.Reading<Normalization> normalization = NormalizationFields.readInModel(fields);
    Optional<String> supportVectors = fields.require("support-vectors", FILE);
    boolean whitened = fields.has(MEAN) || fields.has(MATRIX);
    Optional<String> mean = whitened ? fields.require(MEAN, FILE) : Optional.empty();
    Optional<String> matrix = whitened ? fields.require(MATRIX, FILE) : Optional.empty();
    return fields.made(
        () ->
            new ChannelReader(
                name.orElseThrow(),
                new ChannelKernel(weight.orElseThrow(), kernel.orElseThrow()),
                source.orElseThrow(),
                whitened ? whitening(mean.orElseThrow(), matrix.orElseThrow()) : null,
                encoding.orElseThrow(),
                tiling,
                normalization,
                supportVectors.orElseThrow()));
  }

  private static ModelArrays.Reading<Whitening> whitening(String meanFile, String matrixFile) {
    return arrays -> {
      NpyFile mean = arrays.vector(meanFile);
      NpyFile matrix = arrays.matrix(matrixFile);
      if (!matrix.shape().get(1).equals(mean.shape().get(0))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "whitening of %d values has a mean of %d",
                matrix.shape().get(1),
                mean.shape().get(0)));
      }
      return new Whitening(mean.floats(), matrix.floats());
    };
  }

  /** The channel, its arrays read. */
  FeatureChannel channel(ModelArrays arrays) {
    return new FeatureChannel(
        name,
        source,
        whitening == null ? null : whitening.from(arrays),
        encoding.from(arrays),
        tiling,
        normalization.from(arrays));
  }

  /** The vectors its kernel compares with. */
  Columns vectors(ModelArrays arrays) {
    return arrays.columns(supportVectors);
  }
}
