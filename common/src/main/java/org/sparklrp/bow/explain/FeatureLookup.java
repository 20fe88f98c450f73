package org.sparklrp.bow.explain;

import java.io.IOException;
import org.sparklrp.bow.feature.LocalFeatures;

/** Finds the local features of images that were computed elsewhere. */
@FunctionalInterface
public interface FeatureLookup {
  /** Nothing is computed elsewhere. */
  FeatureLookup NONE =
      (channel, imageId) -> {
        throw new IOException("no local features are given for channel " + channel);
      };

  /**
   * The features of an image in a channel.
   *
   * @param imageId the image's key in every table
   * @throws IOException where there are none, with the reason
   */
  LocalFeatures find(String channel, String imageId) throws IOException;
}
