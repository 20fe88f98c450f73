package org.sparklrp.bow.train;

import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.Whitening;
import org.sparklrp.bow.kernel.ExponentialKernel;
import org.sparklrp.bow.kernel.SvmKernel;
import org.sparklrp.bow.model.ChannelFields;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.bow.model.KernelFields;
import org.sparklrp.bow.model.NameType;
import org.sparklrp.bow.model.NormalizationFields;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Normalization;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.VisualWords;
import org.sparklrp.bow.vocabulary.Vocabulary;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Either;
import org.sparklrp.config.hocon.Problems;
import org.sparklrp.config.hocon.SectionReading;

/**
 * How one feature channel is to be learned.
 *
 * @param name of the channel
 * @param descriptor its local features
 * @param whitening how they are whitened, or null
 * @param words V, the visual words to find
 * @param sample how many local features of all training images the words are found from, about
 * @param mapping from features to words
 * @param pooling of weights
 * @param tiling the parts pooled by themselves
 * @param normalization of the vectors
 * @param kernel the section that describes the kernel; a gamma left out is chosen by training
 * @param weight beta_u, or NaN: chosen by training
 */
public record ChannelPlan(
    String name,
    Descriptor descriptor,
    @Nullable WhiteningPlan whitening,
    int words,
    int sample,
    Mapping mapping,
    Pooling pooling,
    Tiling tiling,
    Normalization normalization,
    ConfigObject kernel,
    double weight) {
  private static final Either<Double> WEIGHT =
      new Either<>(Decimal.NOT_NEGATIVE, "auto", Double.NaN);

  /**
   * Reads the channels of a training configuration, each with every field checked.
   *
   * @param channels a section each
   * @param imageChannels colour channels of the images, 1 or 3
   * @param problems where problems are noted
   * @return the channels that have none
   */
  public static List<ChannelPlan> read(
      List<ConfigObject> channels, int imageChannels, Problems problems) {
    List<ChannelPlan> plans = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < channels.size(); i++) {
      SectionReading channel =
          SectionReading.of(
              String.format(Locale.ROOT, "bow.channels[%d]", i), channels.get(i), problems);
      read(channel, imageChannels, names).ifPresent(plans::add);
    }
    return plans;
  }

  private static Optional<ChannelPlan> read(
      SectionReading channel, int imageChannels, Set<String> names) {
    Optional<String> name = channel.require("name", new NameType());
    if (name.isPresent() && !names.add(name.get())) {
      channel.unsuitable("name", "another one than the other channels have");
    }
    Optional<Descriptor> descriptor =
        channel.section("features").flatMap(features -> descriptor(features, imageChannels));
    Optional<WhiteningPlan> whitening =
        channel.has("whitening") && descriptor.isPresent()
            ? channel
                .section("whitening")
                .flatMap(section -> WhiteningPlan.read(section, descriptor.get().dimension()))
            : Optional.empty();
    int words = channel.whole("words", 2, 400);
    int sample = channel.whole("sample", 2, 60_000);
    if (sample < words) {
      channel.unsuitable("sample", "at least the number of words, " + words);
    }
    Optional<Mapping> mapping =
        channel.has("mapping")
            ? channel.section("mapping").flatMap(ChannelFields::mapping)
            : Optional.of(new Mapping.Rank(Mapping.Rank.PAPER_BASE, Mapping.Rank.PAPER_NEAREST));
    Pooling pooling = ChannelFields.pooling(channel);
    Tiling tiling = ChannelFields.tiling(channel);
    Normalization normalization = NormalizationFields.read(channel);
    Optional<SectionReading> kernel = channel.section("kernel");
    kernel.ifPresent(section -> KernelFields.read(section, unit -> 1));
    double weight = channel.read("weight", WEIGHT, Double.NaN);
    return channel.made(
        () ->
            new ChannelPlan(
                name.orElseThrow(),
                descriptor.orElseThrow(),
                whitening.orElse(null),
                words,
                sample,
                mapping.orElseThrow(),
                pooling,
                tiling,
                normalization,
                kernel.orElseThrow().written(),
                weight));
  }

  private static Optional<Descriptor> descriptor(SectionReading features, int imageChannels) {
    Optional<Descriptor> descriptor =
        ChannelFields.descriptor(
            features,
            ChannelFields.Absent.inTraining(imageChannels == 3 ? ColorSpace.RGB : ColorSpace.LUMA));
    if (descriptor.isPresent() && !descriptor.get().space().accepts(imageChannels)) {
      features.unsuitable("space", "luma, as preprocess.channels leaves no colour");
    }
    return descriptor;
  }

  /** The kernel, with a gamma for every part that was given none. */
  public SvmKernel kernel(ToDoubleFunction<ExponentialKernel> automaticGamma) {
    return KernelFields.read(SectionReading.of("kernel", kernel, new Problems()), automaticGamma)
        .orElseThrow();
  }

  /** The channel, once its whitening and its words are known. */
  public FeatureChannel channel(@Nullable Whitening learned, Vocabulary vocabulary) {
    return new FeatureChannel(
        name,
        descriptor,
        learned,
        new VisualWords(vocabulary, mapping, pooling),
        tiling,
        normalization);
  }
}
