package org.sparklrp.job.evaluate;

import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.evaluation.Evaluator;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.config.ImageLimits;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.mask.BoxFile;
import org.sparklrp.job.mask.Mask;
import org.sparklrp.job.mask.MaskFolder;
import org.sparklrp.job.mask.MaskReader;
import org.sparklrp.job.source.PreparedImage;

/**
 * Where objects are known to be, as it travels to the executors.
 *
 * @param folder of masks, if there is one
 * @param boxes if there is a file of them
 * @param preprocessing what images and masks go through
 * @param limits masks that cost more are refused
 */
record KnownObjects(
    @Nullable MaskFolder folder,
    @Nullable BoxFile boxes,
    Preprocessing preprocessing,
    ImageLimits limits)
    implements Serializable {

  /** Finds them. */
  static KnownObjects of(SparkSession session, EvaluationConfig config) {
    EvaluationConfig.Truth truth = config.truth();
    MaskFolder folder = truth.masks().isEmpty() ? null : new MaskFolder("object", truth.masks());
    if (folder != null) {
      folder.check(session.sessionState().newHadoopConf());
    }
    return new KnownObjects(
        folder,
        truth.boxes().isEmpty() ? null : BoxFile.read(session, truth.boxes()),
        config.job().preprocess(),
        config.job().run().limits());
  }

  /** Reads where the object of an image is; for one task. */
  interface Reader {
    Evaluator.Truth.Known of(PreparedImage.Ready image);
  }

  Reader reader(Configuration configuration) {
    Optional<MaskReader> masks =
        Optional.ofNullable(folder)
            .map(each -> new MaskReader(each, preprocessing, limits.pixels(), configuration));
    return image -> known(mask(image, masks));
  }

  private Mask mask(PreparedImage.Ready image, Optional<MaskReader> masks) {
    String id = image.source().imageId();
    if (boxes != null) {
      return boxes.mask(id, image.originalHeight(), image.originalWidth(), preprocessing);
    }
    Mask mask = masks.map(reader -> reader.read(id)).orElse(new Mask.Unknown("There are no masks"));
    if (mask instanceof Mask.Known known
        && (known.originalHeight() != image.originalHeight()
            || known.originalWidth() != image.originalWidth())) {
      return new Mask.Unknown("The mask does not have the image's size");
    }
    return mask;
  }

  private static Evaluator.Truth.Known known(Mask mask) {
    return mask instanceof Mask.Known known
        ? new Evaluator.Truth.Known(known.inside(), "")
        : new Evaluator.Truth.Known(new boolean[0], "No mask: " + ((Mask.Unknown) mask).reason());
  }
}
