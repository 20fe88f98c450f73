package org.sparklrp.bow.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.sparklrp.bow.model.Fields;
import org.sparklrp.bow.model.KernelFields;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.bow.vocabulary.Vocabulary;

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
    Fields kernel,
    double weight) {

  /**
   * Reads the channels of a training configuration, each with every field checked.
   *
   * @param imageChannels colour channels of the images, 1 or 3
   */
  public static List<ChannelPlan> read(List<Fields> channels, int imageChannels) {
    List<ChannelPlan> plans = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields channel : channels) {
      ChannelPlan plan = read(channel, imageChannels);
      if (!names.add(plan.name)) {
        throw channel.unsuitable("name", "another one than the other channels have");
      }
      plans.add(plan);
    }
    return plans;
  }

  private static ChannelPlan read(Fields channel, int imageChannels) {
    Fields features = channel.section("features");
    Descriptor descriptor =
        ChannelFields.descriptor(features, imageChannels == 3 ? ColorSpace.RGB : ColorSpace.LUMA);
    if (!descriptor.space().accepts(imageChannels)) {
      throw features.unsuitable("space", "luma, as preprocess.channels leaves no colour");
    }
    ChannelPlan plan =
        new ChannelPlan(
            ModelReader.channelName(channel),
            descriptor,
            channel.has("whitening")
                ? WhiteningPlan.read(channel.section("whitening"), descriptor.dimension())
                : null,
            channel.whole("words", 400, 2),
            channel.whole("sample", 60_000, 2),
            channel.has("mapping")
                ? ChannelFields.mapping(channel.section("mapping"))
                : new Mapping.Rank(Mapping.Rank.PAPER_BASE, Mapping.Rank.PAPER_NEAREST),
            ChannelFields.pooling(channel),
            ChannelFields.tiling(channel),
            channel.section("kernel"),
            weight(channel));
    channel.done();
    SvmKernel checked = plan.kernel(unit -> 1);
    if (plan.sample < plan.words || checked.parts().isEmpty()) {
      throw channel.unsuitable("sample", "at least the number of words, " + plan.words);
    }
    return plan;
  }

  private static double weight(Fields channel) {
    if (!channel.has("weight") || channel.text("weight", "auto").equals("auto")) {
      return Double.NaN;
    }
    double weight = channel.decimal("weight", Double.NaN);
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw channel.unsuitable("weight", "auto or a number of at least 0");
    }
    return weight;
  }

  /** The kernel, with a gamma for every part that was given none. */
  public SvmKernel kernel(ToDoubleFunction<ExponentialKernel> automaticGamma) {
    return KernelFields.read(kernel, automaticGamma);
  }

  /** The channel, once its whitening and its words are known. */
  public FeatureChannel channel(@Nullable Whitening learned, Vocabulary vocabulary) {
    return new FeatureChannel(name, descriptor, learned, vocabulary, mapping, pooling, tiling);
  }
}
