package org.sparklrp.job.row;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparklrp.relevance.ChannelRelevance;

/**
 * A row of the table concepts: one channel of a layer of output.concepts.
 *
 * @param imageId the image's key
 * @param target what is explained
 * @param layer the layer's name
 * @param channel of its output, from 0
 * @param rank of the channel by |relevance|, from 1
 * @param relevance the channel's
 * @param total the same over all channels
 */
public record ConceptRow(
    String imageId,
    NamedTarget target,
    String layer,
    int channel,
    int rank,
    double relevance,
    double total) {
  /** The table's columns. */
  public static final Columns<ConceptRow> COLUMNS =
      Columns.<ConceptRow>none()
          .text("image_id", "the image's key", ConceptRow::imageId)
          .with(NamedTarget.COLUMNS, ConceptRow::target)
          .text("layer", "the layer's name, as inspect prints it", ConceptRow::layer)
          .whole("channel", Unit.NONE, "of its output, from 0", ConceptRow::channel)
          .whole(
              "rank",
              Unit.NONE,
              "of the channel by |relevance| in this layer and explanation, from 1",
              ConceptRow::rank)
          .number(
              "relevance",
              Unit.SCORE,
              "sum of the relevance at the channel's values",
              ConceptRow::relevance)
          .number(
              "layer_relevance",
              Unit.SCORE,
              "the same over all channels of the layer",
              ConceptRow::total);

  /**
   * The rows of a layer, the most relevant channels first.
   *
   * @param most rows at most, 0 for all
   */
  public static List<ConceptRow> of(
      String imageId, NamedTarget target, ChannelRelevance layer, int most) {
    double[] values = layer.values();
    double total = Arrays.stream(values).sum();
    List<Integer> ranked =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(channel -> -Math.abs(values[channel])))
            .limit(most == 0 ? values.length : most)
            .toList();
    return IntStream.range(0, ranked.size())
        .mapToObj(
            i ->
                new ConceptRow(
                    imageId,
                    target,
                    layer.layer(),
                    ranked.get(i),
                    i + 1,
                    values[ranked.get(i)],
                    total))
        .toList();
  }
}
