package org.sparklrp.job.verify;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.sparklrp.job.source.ImageSources;
import org.sparklrp.job.source.ListedImageSource;
import org.sparklrp.job.table.FinishedRun;

/** Where the images of a run lie now: where they lay, or below another folder. */
final class ImagePlaces implements UnaryOperator<Candidate.ImagePlace> {
  private final UnaryOperator<Candidate.ImagePlace> now;

  ImagePlaces(SparkSession session, FinishedRun run, List<String> paths) {
    if (paths.isEmpty()) {
      now = place -> place;
    } else {
      ListedImageSource source =
          ImageSources.listed(session, run.config().input().at(paths), run.config().run().limits());
      now = place -> new Candidate.ImagePlace(place.imageId(), source.uri(place.imageId()));
    }
  }

  @Override
  public Candidate.ImagePlace apply(Candidate.ImagePlace place) {
    return now.apply(place);
  }
}
