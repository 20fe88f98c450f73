package org.sparklrp.job.verify;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparklrp.config.InputConfig;
import org.sparklrp.job.source.FileImageSource;
import org.sparklrp.job.table.FinishedRun;

/** Where the images of a run lie now: where they lay, or below another folder. */
final class ImagePlaces implements UnaryOperator<Candidate.ImagePlace> {
  private final UnaryOperator<Candidate.ImagePlace> now;

  ImagePlaces(JavaSparkContext spark, FinishedRun run, List<String> paths) {
    if (paths.isEmpty()) {
      now = place -> place;
    } else {
      InputConfig input = run.config().input();
      FileImageSource source =
          FileImageSource.list(
              spark,
              new InputConfig(input.format(), paths, input.label(), input.id()),
              run.config().run().limits());
      now = place -> new Candidate.ImagePlace(place.imageId(), source.uri(place.imageId()));
    }
  }

  @Override
  public Candidate.ImagePlace apply(Candidate.ImagePlace place) {
    return now.apply(place);
  }
}
