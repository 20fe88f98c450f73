package org.sparklrp.job.bow;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;

/**
 * One pass over some images of a source: read, decode, preprocess, compute.
 *
 * @param preprocessing from a decoded image to what features see
 * @param maxPixels of an image that is decoded
 * @param wanted the keys of the images that take part
 * @param done counts images for the log alone
 */
record ImagePass(
    Preprocessing preprocessing,
    long maxPixels,
    Broadcast<? extends Set<String>> wanted,
    LongAccumulator done)
    implements Serializable {

  /** The results, in the order of the images. */
  <T> JavaRDD<Computed<T>> over(JavaRDD<SourceImage> images, ImageWork<T> work) {
    return images.mapPartitions(partition -> computed(partition, work));
  }

  private <T> Iterator<Computed<T>> computed(Iterator<SourceImage> images, ImageWork<T> work) {
    ImageDecoder decoder = new ImageDecoder(maxPixels, preprocessing.decoding());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(images, Spliterator.ORDERED), false)
        .filter(image -> wanted.value().contains(image.imageId()))
        .map(image -> computed(image, decoder, work))
        .iterator();
  }

  private <T> Computed<T> computed(SourceImage image, ImageDecoder decoder, ImageWork<T> work) {
    done.add(1);
    PreparedImage prepared = PreparedImage.of(image, decoder, preprocessing);
    if (prepared instanceof PreparedImage.Ready ready) {
      Optional<String> objection = work.objection(ready.pixels());
      return objection.isPresent()
          ? new Computed<>(image.imageId(), null, objection.get())
          : new Computed<>(image.imageId(), work.compute(image.imageId(), ready.pixels()), "");
    }
    PreparedImage.Unusable unusable = (PreparedImage.Unusable) prepared;
    return new Computed<>(image.imageId(), null, unusable.failure().reason());
  }
}
