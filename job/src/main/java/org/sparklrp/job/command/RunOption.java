package org.sparklrp.job.command;

import picocli.CommandLine.Option;

/** The option of commands that work on a finished run. */
public final class RunOption {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The output.path of a finished run; any Hadoop path.")
  String folder = "";

  /** What was given. */
  public String folder() {
    return folder;
  }
}
