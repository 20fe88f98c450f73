package org.sparklrp.job.virelay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.image.ImageInput;
import org.sparklrp.image.PixelImage;
import org.sparklrp.image.Preprocessing;
import org.sparklrp.job.model.ExplainerCache;
import org.sparklrp.job.model.Recipe;
import org.sparklrp.job.row.MapEncoding;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImageFiles;
import org.sparklrp.job.source.ImagePreparation;
import org.sparklrp.job.source.PreparedImage;
import org.sparklrp.job.source.SourceImage;
import org.sparklrp.relevance.Explainer;

/**
 * Reads what is shown of explanations: the image, the map, and what the model said.
 *
 * @param recipe of the run's model
 * @param classes logits of the model
 * @param encoding of the stored maps
 * @param meter takes the times
 * @param configuration of the Hadoop file systems
 */
record SampleTask(
    Recipe recipe,
    int classes,
    MapEncoding encoding,
    RunMeter meter,
    SerializableConfiguration configuration)
    implements MapPartitionsFunction<Row, Row> {
  /** Values are float32, little-endian; the image is red, green, blue, from 0 to 1. */
  static final StructType SCHEMA =
      new StructType()
          .add("class", DataTypes.IntegerType)
          .add("place", DataTypes.IntegerType)
          .add("image", DataTypes.BinaryType)
          .add("map", DataTypes.BinaryType)
          .add("logits", DataTypes.BinaryType)
          .add("readable", DataTypes.BooleanType);

  private static final int SHOWN = 3;
  private static final float WHITE = 255;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    ImagePreparation preparation =
        new ImagePreparation(recipe.limits(), recipe.preprocessing(), meter);
    ImageFiles files = new ImageFiles("", recipe.limits(), configuration.value());
    List<Row> samples = new ArrayList<>();
    try (ExplainerCache.Lease lease = recipe.lease()) {
      while (rows.hasNext()) {
        samples.add(sample(rows.next(), preparation, files, lease.explainer()));
      }
    }
    return samples.iterator();
  }

  private Row sample(Row row, ImagePreparation preparation, ImageFiles files, Explainer explainer) {
    int area = row.<Integer>getAs("height") * row.<Integer>getAs("width");
    String id = row.getAs("image_id");
    String uri = row.getAs("uri");
    PreparedImage prepared = preparation.of(new SourceImage(id, uri, null, () -> files.read(uri)));
    float[] image = new float[SHOWN * area];
    float[] logits = new float[classes];
    boolean isReadable =
        prepared instanceof PreparedImage.Ready ready
            && ready.pixels().height() * ready.pixels().width() == area;
    if (isReadable) {
      PixelImage pixels = ((PreparedImage.Ready) prepared).pixels();
      image = shown(pixels, recipe.preprocessing());
      logits =
          Arrays.copyOf(
              explainer.logits(new ImageBatch(List.of(new ImageInput(id, null, pixels)))).get(0),
              classes);
    }
    return RowFactory.create(
        row.<Integer>getAs("class"),
        row.<Integer>getAs("place"),
        HdfRows.bytes(image),
        HdfRows.bytes(encoding.signedSum(row)),
        HdfRows.bytes(logits),
        isReadable);
  }

  /** The samples that the classifier's pixels were made of, as shares of white. */
  static float[] shown(PixelImage pixels, Preprocessing preprocessing) {
    int area = pixels.height() * pixels.width();
    float[] shown = new float[SHOWN * area];
    for (int channel = 0; channel < SHOWN; channel++) {
      int from =
          switch (preprocessing.channels()) {
            case RGB -> channel;
            case BGR -> SHOWN - 1 - channel;
            case GRAY -> 0;
          };
      double mean = preprocessing.mean().get(from);
      double std = preprocessing.std().get(from);
      for (int pixel = 0; pixel < area; pixel++) {
        double sample = (pixels.values()[from * area + pixel] * std + mean) / preprocessing.scale();
        shown[channel * area + pixel] =
            (float) Math.max(0, Math.min(WHITE, Math.rint(sample))) / WHITE;
      }
    }
    return shown;
  }
}
