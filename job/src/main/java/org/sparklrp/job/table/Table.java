package org.sparklrp.job.table;

import java.util.Locale;

/** The tables of a run; each is a folder of Parquet files below the output path. */
public enum Table {
  /** One row of scalars per image and target. */
  EXPLANATIONS,
  /** One relevance map per image and target. */
  MAPS,
  /** One row per image that could not be explained. */
  FAILURES,
  /** One row per target, over the whole dataset. */
  CLASS_STATISTICS,
  /** What the rows of class_statistics follow from, in a form that merges. */
  CLASS_STATES,
  /** One row per target and layer, over the whole dataset. */
  LAYERS,
  /** What the tasks saw of the layers, until the table layers is made of it. */
  LAYER_PARTS,
  /** One row per image, target, layer and channel. */
  CONCEPTS,
  /** One row per image, target, feature channel and visual word. */
  WORDS,
  /** One row per image, target and local feature. */
  LOCAL_FEATURES,
  /** One row per class and region, of the command regions. */
  REGIONS,
  /** One row per image and region that could not be measured, of the command regions. */
  REGION_GAPS,
  /** One row per image and target, of the command cluster. */
  CLUSTERS,
  /** One row per class and cluster, of the command cluster. */
  CLUSTER_STATISTICS,
  /** One row per class, of the command cluster. */
  CLASS_RANKING,
  /** One row per cluster that was tested, of the command verify. */
  FINDINGS,
  /** One row per tested cluster and image of its class, of the command verify. */
  FINDING_IMAGES,
  /** One row per class, layer, cluster or reason and metric, of the command compare. */
  DRIFT,
  /** One row per method, metric, replacement and class, of the command evaluate. */
  EVALUATION,
  /** One row per method, replacement, order and step, of the command evaluate. */
  EVALUATION_CURVES,
  /** One row per image, method and metric, of the command evaluate. */
  EVALUATION_IMAGES;

  /** The folder's name. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
