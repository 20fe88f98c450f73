package org.sparklrp.job.table;

import java.util.Locale;

/** The tables of a run; each is a folder of Parquet files below the output path. */
public enum Table {
  EXPLANATIONS("one row of scalars per image and target"),
  MAPS("one relevance map per image and target"),
  FAILURES("one row per image that could not be explained"),
  CLASS_STATISTICS("one row per target, over the whole dataset"),
  CLASS_STATES("what the rows of class_statistics follow from, in a form that merges"),
  LAYERS("one row per target and layer, over the whole dataset"),
  /** Gone when a run is complete. */
  LAYER_PARTS("what the tasks saw of the layers, until the table layers is made of it"),
  CONCEPTS("one row per image, target, layer and channel"),
  WORDS("one row per image, target, feature channel and visual word"),
  LOCAL_FEATURES("one row per image, target and local feature"),
  REGIONS("one row per class and region, of the command regions"),
  REGION_GAPS("one row per image and region that could not be measured, of the command regions"),
  CLUSTERS("one row per image and target, of the command cluster"),
  CLUSTER_STATISTICS("one row per class and cluster, of the command cluster"),
  CLASS_RANKING("one row per class, of the command cluster"),
  FINDINGS("one row per cluster that was tested, of the command verify"),
  FINDING_IMAGES("one row per tested cluster and image of its class, of the command verify"),
  DRIFT("one row per class, layer, cluster or reason and metric, of the command compare"),
  EVALUATION("one row per method, metric, replacement and class, of the command evaluate"),
  EVALUATION_CURVES("one row per method, replacement, order and step, of the command evaluate"),
  EVALUATION_IMAGES("one row per image, method and metric, of the command evaluate");

  private final String rows;

  Table(String rows) {
    this.rows = rows;
  }

  /** What a row is about. */
  public String rows() {
    return rows;
  }

  /** The folder's name. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
