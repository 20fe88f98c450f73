package org.sparklrp.job.clusters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.spectral.MapPool;
import org.sparklrp.audit.spectral.NeighbourEmbedding;
import org.sparklrp.audit.spectral.Neighbours;
import org.sparklrp.audit.suspicion.ClassClusters;
import org.sparklrp.audit.suspicion.ClassMaps;
import org.sparklrp.audit.suspicion.ClusterFigures;
import org.sparklrp.job.row.RegionBox;
import org.sparklrp.job.table.Table;
import scala.Tuple2;

/** One class on its way: clustered, joined by the explanations that were not, summed up. */
final class ClusteredClass {
  private static final int NEAREST_PLACES = 3;

  private final List<Member> sample;
  private final ClusterTask task;
  private final ClassMaps maps;
  private final int[] known;
  private final @Nullable ClassClusters clusters;
  private final List<ClusterSum> sums = new ArrayList<>();
  private final float[][] centers;
  private final double[] compactness;
  private final double[][] places;
  private final float[][] knownVectors;
  private long withoutRelevance;

  ClusteredClass(List<Member> sample, ClusterTask task) {
    this.sample = sample;
    this.task = task;
    int grid = task.config().grid();
    maps =
        new ClassMaps(
            grid,
            sample.stream().map(Member::pooled).toArray(float[][]::new),
            sample.stream().map(Member::direction).toArray(float[][]::new));
    known = maps.withRelevance();
    clusters =
        known.length == 0 ? null : ClassClusters.of(maps, task.settings(), task.foreign(target()));
    knownVectors = new float[known.length][];
    for (int i = 0; i < known.length; i++) {
      knownVectors[i] = maps.directions()[known[i]];
    }
    int count = clusters == null ? 0 : clusters.figures().size();
    centers = new float[count][];
    compactness = new double[count];
    for (int cluster = 0; cluster < count; cluster++) {
      sums.add(new ClusterSum(grid * grid));
      center(cluster);
    }
    int landmarks = Math.min(task.config().picture(), known.length);
    places = NeighbourEmbedding.of(Arrays.copyOf(knownVectors, landmarks), task.seed());
  }

  private void center(int cluster) {
    double[] mean = new double[knownVectors[0].length];
    int count = 0;
    for (int i = 0; i < known.length; i++) {
      if (label(known[i]) == cluster) {
        count++;
        for (int f = 0; f < mean.length; f++) {
          mean[f] += knownVectors[i][f];
        }
      }
    }
    double squares = 0;
    for (double value : mean) {
      squares += value * value;
    }
    compactness[cluster] = Math.sqrt(squares) / Math.max(1, count);
    centers[cluster] = MapPool.normalised(mean);
  }

  private int label(int member) {
    return clusters == null ? -1 : clusters.labels()[member];
  }

  int target() {
    return sample.get(0).target();
  }

  /** The rows of the explanations that were clustered. */
  List<Tuple2<Table, Row>> sampled() {
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    double[] outliers = clusters == null ? new double[0] : clusters.clustering().outliers();
    int at = 0;
    for (int i = 0; i < sample.size(); i++) {
      Member member = sample.get(i);
      if (clusters == null || label(i) < 0) {
        rows.add(withoutRelevance(member, true));
        continue;
      }
      float[] axes = floats(clusters.clustering().embedding()[at]);
      rows.add(row(member, label(i), axes, place(member, at), outliers[at]));
      at++;
    }
    return rows;
  }

  /** The row of an explanation that was not clustered: it joins the cluster of its nearest. */
  Tuple2<Table, Row> join(Member member) {
    boolean isZero = true;
    for (float value : member.direction()) {
      isZero &= value == 0;
    }
    if (isZero || clusters == null) {
      return withoutRelevance(member, false);
    }
    int nearest = Neighbours.nearest(knownVectors, member.direction());
    return row(member, label(known[nearest]), null, place(member, Integer.MAX_VALUE), null);
  }

  private Tuple2<Table, Row> withoutRelevance(Member member, boolean isSampled) {
    withoutRelevance++;
    return row(ClusteredMember.withoutRelevance(member, isSampled));
  }

  private Tuple2<Table, Row> row(
      Member member,
      int cluster,
      float @Nullable [] axes,
      double @Nullable [] place,
      @Nullable Double outlier) {
    sums.get(cluster).add(member);
    double product = Neighbours.product(member.direction(), centers[cluster]);
    double distance = Math.sqrt(Math.max(0, 2 - 2 * product));
    return row(new ClusteredMember(member, cluster, axes != null, axes, place, outlier, distance));
  }

  private static Tuple2<Table, Row> row(ClusteredMember member) {
    return new Tuple2<>(Table.CLUSTERS, ClusterTables.CLUSTERS.row(member));
  }

  /** Of a landmark its own place, of another the middle of its nearest landmarks. */
  private double @Nullable [] place(Member member, int known) {
    if (known < places.length) {
      return places[known];
    }
    if (places.length == 0) {
      return null;
    }
    int[] nearest = new int[Math.min(NEAREST_PLACES, places.length)];
    double[] products = new double[nearest.length];
    Arrays.fill(products, -Double.MAX_VALUE);
    for (int i = 0; i < places.length; i++) {
      double product = Neighbours.product(knownVectors[i], member.direction());
      int at = nearest.length - 1;
      if (product > products[at]) {
        while (at > 0 && products[at - 1] < product) {
          products[at] = products[at - 1];
          nearest[at] = nearest[at - 1];
          at--;
        }
        products[at] = product;
        nearest[at] = i;
      }
    }
    double[] place = new double[2];
    for (int each : nearest) {
      place[0] += places[each][0] / nearest.length;
      place[1] += places[each][1] / nearest.length;
    }
    return place;
  }

  /**
   * The clusters, once all explanations of the class have passed, and the {@link ClassSummary} that
   * the driver makes the ranking from; each as a row of one cell.
   */
  List<Tuple2<Table, Row>> finish() {
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    long all = sums.stream().mapToLong(ClusterSum::count).sum();
    double[] chance = clusters == null ? new double[0] : task.chance(target(), known.length);
    for (int cluster = 0; cluster < sums.size(); cluster++) {
      rows.add(new Tuple2<>(Table.CLUSTER_STATISTICS, RowFactory.create(found(cluster, all))));
    }
    rows.add(new Tuple2<>(Table.CLASS_RANKING, RowFactory.create(summary(all, chance))));
    return rows;
  }

  private FoundCluster found(int cluster, long all) {
    ClassClusters found = Objects.requireNonNull(clusters);
    ClusterFigures figures = found.figures().get(cluster);
    ClusterSum sum = sums.get(cluster);
    Member first = sample.get(0);
    return new FoundCluster(
        target(),
        first.targetName(),
        cluster,
        sum,
        (double) sum.count() / all,
        sum.accuracyEffect(sums),
        figures,
        box(figures.region().box(), first),
        compactness[cluster],
        found.clustering().gap(),
        found.separation()[cluster]);
  }

  /** From cells of the grid to pixels of the map. */
  private RegionBox box(int[] cells, Member map) {
    int grid = task.config().grid();
    return new RegionBox(
        new int[] {
          cells[0] * map.height() / grid,
          cells[1] * map.width() / grid,
          (cells[2] * map.height() + grid - 1) / grid,
          (cells[3] * map.width() + grid - 1) / grid
        });
  }

  private ClassSummary summary(long all, double[] chance) {
    List<ClassSummary.Cluster> each = new ArrayList<>();
    for (int cluster = 0; cluster < sums.size() && clusters != null; cluster++) {
      ClusterFigures figures = clusters.figures().get(cluster);
      each.add(
          new ClassSummary.Cluster(
              figures.suspicion(),
              (double) sums.get(cluster).count() / all,
              figures.inside() - Math.max(figures.elsewhere(), figures.others()),
              clusters.separation()[cluster],
              sums.get(cluster).accuracyEffect(sums)));
    }
    return new ClassSummary(
        target(),
        sample.get(0).targetName(),
        all,
        withoutRelevance,
        each,
        clusters == null ? 0 : clusters.clustering().gap(),
        clusters == null ? new float[0] : floats(clusters.clustering().eigenvalues()),
        chance);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
