package org.sparklrp.job.regions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.regions.RegionStatistic.Count;
import org.sparklrp.measure.RegionShare;

class RegionReportTest {
  private static final Count NONE = new Count(0, 0, 0);

  private static RegionStatistic object(int target, String name, Count all) {
    RegionShare share =
        new RegionShare(all.images(), 0, all.images(), 0.6 * all.images(), all.images(), 30);
    return new RegionStatistic(target, name, "object", all, all, NONE, 0, 7.5, 7.5, share);
  }

  @Test
  void printsOneLinePerClassAndNamesWhatIsMissing() {
    RegionStatistic cowTag =
        new RegionStatistic(
            0,
            "cow",
            "tag",
            new Count(100, 100, 92),
            NONE,
            new Count(100, 100, 92),
            0,
            7.5,
            7.5,
            RegionShare.NONE);
    RegionStatistic horseTag =
        new RegionStatistic(
            1,
            "horse",
            "tag",
            new Count(80, 80, 72),
            new Count(40, 40, 40),
            new Count(30, 30, 24),
            10,
            7.5,
            7.5,
            new RegionShare(40, 0, 40, 16, 40, 2));
    RegionsResult result =
        new RegionsResult(
            new Path("/run"),
            ExplanationChoice.LABEL,
            List.of(
                object(0, "cow", new Count(100, 100, 92)),
                cowTag,
                object(1, "horse", new Count(80, 80, 72)),
                horseTag),
            10,
            List.of(new RegionsResult.Gap("a.jpg", "tag", "/masks/a.png", "There is no such file")),
            new Path("/run/regions"));
    assertThat(RegionReport.of(result))
        .isEqualTo(
            """
                                             object:          tag:
            class  images  accuracy  mean R    share  x area  with          accuracy   share  x area
            cow       100    92.0 %   7.500   60.0 %     2.0     0        - / 92.0 %       -       -
            horse      80    90.0 %   7.500   60.0 %     1.6    40  100.0 % / 80.0 %  40.0 %     8.0

            with: images that have the region. accuracy: of these / of those without it.
            share: of positive relevance for the true class that lies in the region, mean over images.
            x area: that share over the region's share of the pixels; 1.0 is relevance spread evenly.
            10 images have no usable mask of tag:
              a.jpg  There is no such file (/masks/a.png)
              and 9 more, all in the table region_gaps
            /run/regions""");
  }
}
