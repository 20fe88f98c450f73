package org.sparklrp.job.bow;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.LocalFeatures;
import org.sparklrp.bow.model.FeatureTable;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.files.HadoopFiles;

/**
 * Computes an image's local features and writes them, an array for each channel.
 *
 * @param descriptors by the name of their channel
 * @param folder that gets the arrays, as {@code model.features} takes it
 */
record ExportWork(SortedMap<String, Descriptor> descriptors, String folder)
    implements ImageWork<Integer> {
  /** Copies the map. */
  ExportWork {
    descriptors = new TreeMap<>(descriptors);
  }

  @Override
  public Optional<String> objection(PixelImage image) {
    return descriptors.entrySet().stream()
        .flatMap(
            channel ->
                channel.getValue().objection(image).stream()
                    .map(objection -> "channel " + channel.getKey() + ": " + objection))
        .findFirst();
  }

  /** The number of features. */
  @Override
  public Integer compute(String imageId, PixelImage image) {
    HadoopFiles files = HadoopFiles.ofThisJvm();
    int count = 0;
    for (Map.Entry<String, Descriptor> channel : descriptors.entrySet()) {
      LocalFeatures features = channel.getValue().extract(image);
      count += features.count();
      files.write(
          "the local features",
          folder + "/" + FeatureTable.file(channel.getKey(), imageId),
          FeatureTable.format(features));
    }
    return count;
  }
}
