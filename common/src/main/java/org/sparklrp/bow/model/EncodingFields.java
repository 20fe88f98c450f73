package org.sparklrp.bow.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparklrp.bow.feature.FeatureSource;
import org.sparklrp.bow.vocabulary.Encoding;
import org.sparklrp.bow.vocabulary.FisherVector;
import org.sparklrp.bow.vocabulary.GaussianMixture;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.bow.vocabulary.Vlad;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.bow.vocabulary.WordWeights;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.npy.NpyFile;

/** How a channel's encoding is written, and read again. */
final class EncodingFields {
  private static final Text FILE = new Text("the name of a file");
  private static final String ENCODING = "encoding";
  private static final String VOCABULARY = "vocabulary";
  private static final List<String> MIXTURE =
      List.of("mixture-weights", "mixture-means", "mixture-variances");

  private EncodingFields() {}

  private enum Kind {
    WORDS,
    WEIGHTS,
    FISHER_VECTOR,
    VLAD
  }

  /**
   * Reads the fields of a channel that say how features are encoded; empty where one has a problem.
   *
   * @param source of the features, if it is known
   */
  static Optional<ModelArrays.Reading<Encoding>> read(
      SectionReading channel, Optional<FeatureSource> source) {
    return switch (channel.choice(ENCODING, Kind.class, Kind.WORDS)) {
      case WORDS -> {
        Optional<String> words = channel.require(VOCABULARY, FILE);
        Optional<Mapping> mapping = channel.section("mapping").flatMap(ChannelFields::mapping);
        Pooling pooling = ChannelFields.pooling(channel);
        yield words.flatMap(
            file ->
                mapping.map(
                    kind -> arrays -> new VisualWords(vocabulary(arrays, file), kind, pooling)));
      }
      case WEIGHTS -> {
        Pooling pooling = ChannelFields.pooling(channel);
        yield source.map(given -> arrays -> new WordWeights(given.dimension(), pooling));
      }
      case FISHER_VECTOR -> {
        List<Optional<String>> files =
            MIXTURE.stream().map(field -> channel.require(field, FILE)).toList();
        yield files.stream().allMatch(Optional::isPresent)
            ? Optional.of(
                arrays -> mixture(arrays, files.stream().map(Optional::orElseThrow).toList()))
            : Optional.empty();
      }
      case VLAD ->
          channel
              .require(VOCABULARY, FILE)
              .map(file -> arrays -> new Vlad(vocabulary(arrays, file)));
    };
  }

  private static Vocabulary vocabulary(ModelArrays arrays, String file) {
    NpyFile words = arrays.matrix(file);
    return new Vocabulary(words.shape().get(1), words.floats());
  }

  private static Encoding mixture(ModelArrays arrays, List<String> files) {
    NpyFile weights = arrays.vector(files.get(0));
    NpyFile means = arrays.matrix(files.get(1));
    NpyFile variances = arrays.matrix(files.get(2));
    if (!means.shape().equals(variances.shape())
        || !means.shape().get(0).equals(weights.shape().get(0))) {
      throw new IllegalArgumentException(
          "a mixture of %s weights, %s means and %s variances"
              .formatted(weights.shape(), means.shape(), variances.shape()));
    }
    return new FisherVector(
        new GaussianMixture(weights.values(), means.values(), variances.values()));
  }

  /** The fields of an encoding; those that name arrays are told what they hold. */
  static Map<String, Object> written(Encoding encoding, ArrayWriter arrays) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (encoding instanceof VisualWords words) {
      fields.put(ENCODING, "words");
      fields.put("mapping", ChannelFields.written(words.mapping()));
      fields.put("pooling", ChannelFields.written(words.pooling()));
      fields.put(VOCABULARY, vocabulary(words.vocabulary(), arrays));
    } else if (encoding instanceof WordWeights weights) {
      fields.put(ENCODING, "weights");
      fields.put("pooling", ChannelFields.written(weights.pooling()));
    } else if (encoding instanceof Vlad vlad) {
      fields.put(ENCODING, "vlad");
      fields.put(VOCABULARY, vocabulary(vlad.vocabulary(), arrays));
    } else if (encoding instanceof FisherVector fisher) {
      GaussianMixture mixture = fisher.mixture();
      List<Integer> shape = List.of(mixture.components(), mixture.dimension());
      fields.put(ENCODING, "fisher-vector");
      fields.put(
          MIXTURE.get(0),
          arrays.write(
              MIXTURE.get(0), List.of(mixture.components()), NpyFile.floats(mixture.weights())));
      fields.put(
          MIXTURE.get(1), arrays.write(MIXTURE.get(1), shape, NpyFile.floats(mixture.means())));
      fields.put(
          MIXTURE.get(2), arrays.write(MIXTURE.get(2), shape, NpyFile.floats(mixture.variances())));
    }
    return fields;
  }

  private static String vocabulary(Vocabulary words, ArrayWriter arrays) {
    return arrays.write(VOCABULARY, List.of(words.words(), words.dimension()), words.prototypes());
  }
}
