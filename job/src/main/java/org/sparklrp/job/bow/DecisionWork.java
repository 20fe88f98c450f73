package org.sparklrp.job.bow;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.sparklrp.bow.model.BowModel;
import org.sparklrp.bow.model.ModelFiles;
import org.sparklrp.bow.model.ModelReader;
import org.sparklrp.image.PixelImage;

/** Computes a model's decisions for an image. The model is opened once per task. */
final class DecisionWork implements ImageWork<double[]> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<byte[]> packed;
  private transient @Nullable BowModel opened;

  /** Decisions of a model whose files travel packed. */
  DecisionWork(Broadcast<byte[]> packed) {
    this.packed = packed;
  }

  @Override
  public Optional<String> objection(PixelImage image) {
    return model().objection(image);
  }

  @Override
  public double[] compute(String imageId, PixelImage image) {
    return model().decide(model().pool(image));
  }

  private BowModel model() {
    BowModel model = opened;
    if (model == null) {
      model =
          ModelReader.read(
              ModelFiles.unpacked(ByteBuffer.wrap(packed.value()), "trained"), "trained");
      opened = model;
    }
    return model;
  }
}
