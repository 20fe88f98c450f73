package org.sparklrp.job.bow;

import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.sparklrp.bow.model.FeatureChannel;
import org.sparklrp.image.PixelImage;

/**
 * Computes an image's Bag-of-Words vectors, one per channel, in the precision a model keeps.
 *
 * @param channels the channels
 */
record VectorWork(Broadcast<List<FeatureChannel>> channels) implements ImageWork<float[][]> {
  @Override
  public Optional<String> objection(PixelImage image) {
    for (FeatureChannel channel : channels.value()) {
      Optional<String> objection = channel.objection(image);
      if (objection.isPresent()) {
        return Optional.of("channel " + channel.name() + ": " + objection.get());
      }
    }
    return Optional.empty();
  }

  @Override
  public float[][] compute(String imageId, PixelImage image) {
    float[][] vectors = new float[channels.value().size()][];
    for (int u = 0; u < vectors.length; u++) {
      double[] vector = channels.value().get(u).pool(image).vector();
      vectors[u] = new float[vector.length];
      for (int d = 0; d < vector.length; d++) {
        vectors[u][d] = (float) vector[d];
      }
    }
    return vectors;
  }
}
