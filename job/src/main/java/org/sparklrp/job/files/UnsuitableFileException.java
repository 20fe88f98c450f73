package org.sparklrp.job.files;

import java.io.IOException;

/** What lies at a path is no file that can be read whole; the message says what it is instead. */
public final class UnsuitableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnsuitableFileException(String message) {
    super(message);
  }
}
