package org.sparklrp.image;

/**
 * One image cannot be used, and why, in one sentence. Checked, so that whoever decodes decides what
 * becomes of the image; the job turns it into a row of the failures table.
 */
public final class ImageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Stage stage;

  /** An image that came as far as this stage. */
  public ImageException(Stage stage, String reason) {
    super(reason);
    this.stage = stage;
  }

  /** An image that came as far as this stage and failed through another exception. */
  public ImageException(Stage stage, String reason, Throwable cause) {
    super(reason, cause);
    this.stage = stage;
  }

  /** A fault in the encoded bytes. */
  static ImageException decode(String reason) {
    return new ImageException(Stage.DECODE, reason);
  }

  /** An image that does not suit the preprocessing. */
  static ImageException preprocess(String reason) {
    return new ImageException(Stage.PREPROCESS, reason);
  }

  /** How far the image came. */
  public Stage stage() {
    return stage;
  }
}
