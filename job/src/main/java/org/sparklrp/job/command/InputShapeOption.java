package org.sparklrp.job.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that open a network without a configuration to say what it reads. */
public final class InputShapeOption {
  @Option(
      names = "--input-shape",
      paramLabel = "C,H,W",
      description =
          "The shape of one input, without the batch, as in 3,224,224: for models that leave it open.")
  @Nullable String text;

  /** What was given, or null. */
  public @Nullable String text() {
    return text;
  }
}
