package org.sparklrp.job.bow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.model.FeatureTable;
import org.sparklrp.bow.train.ChannelPlan;
import org.sparklrp.config.key.TrainBowConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopFiles;
import org.sparklrp.job.run.RunMeter;
import org.sparklrp.job.source.ImageSource;
import org.sparklrp.job.source.ImageSources;
import org.sparklrp.job.source.SourceImage;

/**
 * Writes the local features that a training would start from, for classifiers that are trained
 * elsewhere: the array CHANNEL/IMAGE_ID.npy for each image and channel, before whitening, and the
 * table images.csv of keys and classes.
 */
final class FeatureExport {
  private static final int IMAGES_PER_TASK = 128;

  private final SparkSession session;
  private final TrainBowConfig config;

  /** An export of what a training's configuration describes. */
  FeatureExport(SparkSession session, TrainBowConfig config) {
    this.session = session;
    this.config = config;
  }

  /**
   * What an export has come to.
   *
   * @param images whose features were written
   * @param features of all of them
   * @param failures the reasons why images could not be used, by key
   * @param failedTooMany whether more failed than job.max-failed-fraction allows
   */
  record Result(
      int images, long features, SortedMap<String, String> failures, boolean failedTooMany) {
    /** For the console; every line ends with a line feed. */
    String report(String folder) {
      StringBuilder text = new StringBuilder();
      text.append(
          String.format(Locale.ROOT, "%,d local features of %,d images\n", features, images));
      failures.forEach(
          (id, reason) ->
              text.append("left out ").append(id).append(": ").append(reason).append('\n'));
      return text.append(folder).append('\n').toString();
    }
  }

  /**
   * Writes the features.
   *
   * @param folder that gets them; nothing may be there
   */
  Result run(List<ChannelPlan> plans, String folder) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    requireEmpty(folder);
    ImageSource source = ImageSources.open(session, config.input(), config.run().limits());
    JavaRDD<SourceImage> images =
        source.images((int) ((source.count() + IMAGES_PER_TASK - 1) / IMAGES_PER_TASK));
    SortedMap<String, String> labels = new TreeMap<>();
    for (SourceLabel image :
        images.map(each -> new SourceLabel(each.imageId(), each.uri(), each.label())).collect()) {
      for (ChannelPlan plan : plans) {
        FeatureTable.file(plan.name(), image.imageId());
      }
      labels.put(image.imageId(), image.label() == null ? "" : image.label());
    }
    SortedMap<String, Descriptor> descriptors = new TreeMap<>();
    plans.forEach(plan -> descriptors.put(plan.name(), plan.descriptor()));
    ImagePass pass =
        new ImagePass(
            config.preprocess(),
            config.run().limits(),
            spark.broadcast(new TreeSet<>(labels.keySet())),
            new RunMeter(spark.sc()::longAccumulator));
    SortedMap<String, String> failures = new TreeMap<>();
    List<String> lines = new ArrayList<>(List.of("image_id,class"));
    long features = 0;
    for (Computed<Integer> computed :
        pass.over(images, new ExportWork(descriptors, folder)).collect()) {
      Integer count = computed.value();
      if (count == null) {
        failures.put(computed.imageId(), computed.failure());
        continue;
      }
      features += count;
      lines.add(
          quoted(computed.imageId()) + "," + quoted(labels.getOrDefault(computed.imageId(), "")));
    }
    HadoopFiles.ofThisJvm()
        .write(
            "the table of images",
            new Path(folder, "images.csv").toString(),
            (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    return new Result(
        lines.size() - 1,
        features,
        failures,
        failures.size() > config.run().maxFailedFraction() * labels.size());
  }

  private void requireEmpty(String folder) {
    new FileTask("write the local features", "name a folder that can be written to")
        .run(
            folder,
            session.sessionState().newHadoopConf(),
            place -> {
              if (place.files().exists(place.path())
                  && (!place.isFolder() || place.files().listStatus(place.path()).length > 0)) {
                throw new UserException(
                    "Cannot write the local features: there is something already (%s); name another folder by --export-features"
                        .formatted(place.path()));
              }
              return place;
            });
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
