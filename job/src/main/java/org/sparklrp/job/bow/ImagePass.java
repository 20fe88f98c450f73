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
import org.sparklrp.config.ImageLimits;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImagePreparation;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;

/**
 * One pass over some images of a source: read, decode, preprocess, compute.
 *
 * @param preprocessing from a decoded image to what features see
 * @param limits what one image may cost
 * @param wanted the keys of the images that take part
 * @param meter counts and times, for those who watch
 */
record ImagePass(
    Preprocessing preprocessing,
    ImageLimits limits,
    Broadcast<? extends Set<String>> wanted,
    RunMeter meter)
    implements Serializable {

  /** The results, in the order of the images. */
  <T> JavaRDD<Computed<T>> over(JavaRDD<SourceImage> images, ImageWork<T> work) {
    return images.mapPartitions(partition -> computed(partition, work));
  }

  private <T> Iterator<Computed<T>> computed(Iterator<SourceImage> images, ImageWork<T> work) {
    ImagePreparation preparation = new ImagePreparation(limits, preprocessing, meter);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(images, Spliterator.ORDERED), false)
        .filter(image -> wanted.value().contains(image.imageId()))
        .map(image -> computed(image, preparation, work))
        .iterator();
  }

  private <T> Computed<T> computed(
      SourceImage image, ImagePreparation preparation, ImageWork<T> work) {
    meter.done(1);
    PreparedImage prepared = preparation.of(image);
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
