package org.sparklrp.job.clusters;

import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.job.row.Columns;
import org.sparklrp.job.row.RegionBox;
import org.sparklrp.job.row.Unit;
import org.sparklrp.job.table.Table;

/** The columns of the tables of the command cluster. */
public final class ClusterTables {
  /** One row per image and target. */
  static final Columns<ClusteredMember> CLUSTERS =
      Columns.<ClusteredMember>none()
          .text("image_id", "the image's key", row -> row.member().imageId())
          .whole(
              "target",
              Unit.NONE,
              "the class whose explanations are clustered",
              row -> row.member().target())
          .text("target_name", "its name", row -> row.member().targetName())
          .whole(
              "cluster",
              Unit.NONE,
              "within the class, from 0 by size; -1 for a map without relevance",
              ClusteredMember::cluster)
          .flag(
              "sampled",
              "whether it was clustered; else it joined the cluster of its nearest",
              ClusteredMember::isSampled)
          .floatsOrNull(
              "axes",
              Unit.NONE,
              "spectral coordinates, of length 1; null where it was not sampled",
              ClusteredMember::axes)
          .numberOrNull(
              "x",
              Unit.NONE,
              "place in the picture (t-SNE); distances between groups mean nothing",
              row -> row.place(0))
          .numberOrNull("y", Unit.NONE, "place in the picture (t-SNE)", row -> row.place(1))
          .numberOrNull(
              "outlier",
              Unit.NONE,
              "mean distance to its neighbours over what that is for them; 1 is usual",
              ClusteredMember::outlier)
          .numberOrNull(
              "center_distance",
              Unit.NONE,
              "from the mean direction of its cluster, 0 to 2",
              ClusteredMember::centerDistance);

  /** One row per class and cluster. */
  static final Columns<FoundCluster.WithChance> STATISTICS =
      Columns.<FoundCluster.WithChance>none()
          .with(found(), FoundCluster.WithChance::found)
          .number(
              "p_value",
              Unit.SHARE,
              "how often a class of shuffled maps has a cluster as suspicious",
              FoundCluster.WithChance::pValue);

  /** One row per class. */
  static final Columns<ClusterResult.RankedClass> RANKING =
      Columns.<ClusterResult.RankedClass>none()
          .whole("rank", Unit.NONE, "by suspicion, from 1", ClusterResult.RankedClass::rank)
          .whole("target", Unit.NONE, "the class", row -> row.summary().target())
          .text("target_name", "its name", row -> row.summary().targetName())
          .count(
              "count",
              "explanations of the class that were clustered or joined a cluster",
              row -> row.summary().count())
          .count(
              "without_relevance",
              "of its explanations, those whose map is zero",
              row -> row.summary().withoutRelevance())
          .whole("clusters", Unit.COUNT, "how many", row -> row.summary().clusters().size())
          .wholeOrNull(
              "cluster", Unit.NONE, "the most suspicious one", row -> row.summary().mostNumber())
          .number("suspicion", Unit.NONE, "of that cluster", row -> row.summary().suspicion())
          .numberOrNull(
              "null_suspicion",
              Unit.NONE,
              "middle value of classes of shuffled maps in its place",
              row -> row.summary().usual())
          .number(
              "p_value",
              Unit.SHARE,
              "how often shuffled maps are as suspicious, over all classes' draws",
              ClusterResult.RankedClass::pValue)
          .number(
              "q_value",
              Unit.SHARE,
              "false discovery rate over classes (Benjamini-Hochberg)",
              ClusterResult.RankedClass::qValue)
          .number("share", Unit.SHARE, "of that cluster", row -> row.summary().most().share())
          .number(
              "concentration",
              Unit.SHARE,
              "inside less max(elsewhere, others) of that cluster",
              row -> row.summary().most().concentration())
          .number(
              "separation", Unit.SHARE, "of that cluster", row -> row.summary().most().separation())
          .numberOrNull(
              "accuracy_effect",
              Unit.SHARE,
              "of that cluster",
              row -> row.summary().most().accuracyEffect())
          .number("eigengap", Unit.NONE, "of the class", row -> row.summary().gap())
          .floatsOrNull(
              "eigenvalues",
              Unit.NONE,
              "of the Laplacian of the class's graph, ascending from 0",
              row -> row.summary().eigenvalues())
          .textOrNull(
              "reason",
              "why the class has no clusters, where it has none",
              row -> row.summary().reason());

  private ClusterTables() {}

  /** The tables' columns. */
  public static Map<Table, StructType> schemas() {
    return Map.of(
        Table.CLUSTERS, CLUSTERS.schema(),
        Table.CLUSTER_STATISTICS, STATISTICS.schema(),
        Table.CLASS_RANKING, RANKING.schema());
  }

  private static Columns<FoundCluster> found() {
    return Columns.<FoundCluster>none()
        .whole("target", Unit.NONE, "the class", FoundCluster::target)
        .text("target_name", "its name", FoundCluster::targetName)
        .whole("cluster", Unit.NONE, "within the class, from 0 by size", FoundCluster::cluster)
        .count("count", "explanations in the cluster", row -> row.sum().count())
        .number("share", Unit.SHARE, "of the class's explanations", FoundCluster::share)
        .numberOrNull(
            "accuracy",
            Unit.SHARE,
            "share of its images with a known label that were predicted right",
            row -> row.sum().accuracy())
        .numberOrNull(
            "accuracy_effect",
            Unit.SHARE,
            "accuracy of the class's other images less that",
            FoundCluster::accuracyEffect)
        .text("labels", "how many images of each label, as JSON", FoundCluster::labels)
        .number("mean_score", Unit.SCORE, "mean of score", row -> row.sum().meanScore())
        .number(
            "mean_relevance", Unit.SCORE, "mean of relevance_sum", row -> row.sum().meanRelevance())
        .floatsOrNull(
            "mean_map",
            Unit.SCORE,
            "mean relevance per cell of the grid, row-major (y, x)",
            row -> row.sum().meanMap())
        .floatsOrNull(
            "region",
            Unit.NONE,
            "1 for cells of the grid where its positive relevance is, else 0",
            FoundCluster::region)
        .with(RegionBox.COLUMNS, FoundCluster::box)
        .number(
            "inside",
            Unit.SHARE,
            "share of its positive relevance in the region",
            row -> row.figures().inside())
        .number(
            "elsewhere",
            Unit.SHARE,
            "the same of the class's other explanations",
            row -> row.figures().elsewhere())
        .number(
            "others",
            Unit.SHARE,
            "the same of the explanations of other classes",
            row -> row.figures().others())
        .number(
            "compactness",
            Unit.SHARE,
            "length of the mean of the compared vectors; 1 if all are alike",
            FoundCluster::compactness)
        .number(
            "eigengap",
            Unit.NONE,
            "of the class: how far the eigenvalues jump behind its clusters",
            FoundCluster::eigengap)
        .number(
            "separation",
            Unit.SHARE,
            "share of its links to neighbours that stay inside",
            FoundCluster::separation)
        .number(
            "suspicion",
            Unit.NONE,
            "sqrt(share) inside ln(inside / max(elsewhere, others, 0.01)), at least 0",
            row -> row.figures().suspicion());
  }
}
