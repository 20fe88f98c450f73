package org.sparklrp.config;

import java.io.Serializable;

/**
 * What is written and where: section {@code output}.
 *
 * @param path Hadoop path of the folder that gets the tables
 * @param maps which relevances the table maps holds
 * @param type how the table maps stores them
 * @param mode what happens when the path exists
 * @param heatmaps images per class rendered as PNG; 0 for none
 * @param wishes what is written of the layers: the tables layers and concepts
 * @param conceptChannels how many channels of a layer the table concepts holds per explanation, the
 *     most relevant ones; 0 for all
 * @param bowDetails whether the tables words and local_features are written
 * @param by what the table class_statistics has rows for
 */
public record OutputConfig(
    String path,
    Maps maps,
    Type type,
    Mode mode,
    int heatmaps,
    LayerWishes wishes,
    int conceptChannels,
    boolean bowDetails,
    By by) {

  /** An output without a look inside the model. */
  public OutputConfig(String path, Maps maps, Type type, Mode mode, int heatmaps) {
    this(path, maps, type, mode, heatmaps, LayerWishes.NONE, 0, false, By.TARGET);
  }

  /** Which relevances the table maps holds. */
  public enum Maps {
    /** One value per pixel, the sum over the channels. */
    SIGNED_SUM,
    /** One value per pixel and channel. */
    PER_CHANNEL,
    /** No table of maps. */
    NONE
  }

  /** How the table maps stores relevances. */
  public enum Type {
    /** An array of float32: every reader shows numbers. */
    FLOAT32,
    /** Little-endian float32 bytes. */
    BINARY_F32,
    /** Little-endian float16 bytes. */
    BINARY_F16,
    /** One signed byte a value, with a scale per map. */
    BINARY_I8
  }

  /**
   * What the table class_statistics has rows for.
   *
   * @param kind of rows
   * @param column of the input, for {@link Kind#COLUMN}; else empty
   */
  public record By(Kind kind, String column) implements Serializable {
    public static final By TARGET = new By(Kind.TARGET, "");
    public static final By LABEL = new By(Kind.LABEL, "");
    public static final By OUTCOME = new By(Kind.OUTCOME, "");
    public static final By CONFUSION = new By(Kind.CONFUSION, "");

    /** The kinds. */
    public enum Kind {
      /** One per target, over all its explanations. */
      TARGET,
      /** Those, and one per label and target, over the images of that label. */
      LABEL,
      /** Those, and two per target, over the images predicted right and wrong. */
      OUTCOME,
      /** Those, and one per label, predicted class and target. */
      CONFUSION,
      /** Those, and one per target and value of a column of the input. */
      COLUMN
    }
  }

  /** What happens when the path exists. */
  public enum Mode {
    /** Nothing is written: an error. */
    ERROR,
    /** The results take the place of a former run's when they are complete. */
    OVERWRITE,
    /** A run that was interrupted there goes on; one that is complete is left as it is. */
    RESUME
  }
}
