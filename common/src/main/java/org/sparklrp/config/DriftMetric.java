package org.sparklrp.config;

/** What two runs are compared in. */
public enum DriftMetric {
  RELEVANCE("class.relevance", Effect.DEVIATIONS, 0.1, "mean of relevance_sum"),
  SCORE("class.score", Effect.DEVIATIONS, 0.1, "mean of score"),
  POSITIVE("class.positive", Effect.DEVIATIONS, 0.1, "mean of positive_sum"),
  NEGATIVE("class.negative", Effect.DEVIATIONS, 0.1, "mean of negative_sum"),
  ABSORBED("class.absorbed", Effect.DEVIATIONS, 0.1, "mean of all absorbed_*"),
  GINI("class.gini", Effect.DEVIATIONS, 0.1, "mean of gini"),
  ENTROPY("class.entropy", Effect.DEVIATIONS, 0.1, "mean of entropy"),
  ACCURACY("class.accuracy", Effect.DIFFERENCE, 0.02, "share of its images predicted right"),
  SHARE("class.share", Effect.DIFFERENCE, 0.02, "share of all explanations that are of the class"),
  CENTER("class.center", Effect.LENGTH, 0.02, "way of the mean centre, in sides of the map"),
  MEAN_MAP("class.mean-map", Effect.SQUARE, 0.02, "1 - cosine of the signed mean maps"),
  POSITIVE_MAP(
      "class.positive-map",
      Effect.LENGTH,
      0.02,
      "earth mover's distance of the mean positive relevance, in sides of the map"),
  NEGATIVE_MAP(
      "class.negative-map",
      Effect.LENGTH,
      0.02,
      "earth mover's distance of the mean negative relevance, in sides of the map"),
  LAYER("layer.absorbed", Effect.DIFFERENCE, 0.02, "share of its relevance that a layer keeps"),
  CLUSTER("cluster.share", Effect.DIFFERENCE, 0.05, "share of a class in a cluster that both have"),
  FAILURES("run.failures", Effect.DIFFERENCE, 0.005, "share of images that failed for a reason"),
  FAILED("run.failed-fraction", Effect.VALUE, 0.01, "share of images that failed");

  /** How far apart two values are. */
  public enum Effect {
    /** The difference in standard deviations of the baseline's images. */
    DEVIATIONS,
    /** The difference as it is. */
    DIFFERENCE,
    /** The value is a distance already, which grows as the differences it is made of. */
    LENGTH,
    /** The same of one that grows as their squares. */
    SQUARE,
    /** The run's own value. */
    VALUE
  }

  private final String path;
  private final Effect effect;
  private final double floor;
  private final String meaning;

  DriftMetric(String path, Effect effect, double floor, String meaning) {
    this.path = path;
    this.effect = effect;
    this.floor = floor;
    this.meaning = meaning;
  }

  /** Its name in gates and tables. */
  public String path() {
    return path;
  }

  /** How far apart two values are. */
  public Effect effect() {
    return effect;
  }

  /** The effect that is the least worth a word, unless a gate says otherwise. */
  public double floor() {
    return floor;
  }

  /** What it measures, as a noun phrase. */
  public String meaning() {
    return meaning;
  }

  /** Class, layer, cluster or run: what has a value. */
  public String scope() {
    return path.substring(0, path.indexOf('.'));
  }

  /** Whether values follow from images of a class, so that chance is known by resampling them. */
  public boolean isOfClass() {
    return scope().equals("class");
  }

  /** Whether it is a distance between two means and has no value of one run alone. */
  public boolean isDistance() {
    return effect == Effect.LENGTH || effect == Effect.SQUARE;
  }
}
