package org.sparklrp.job;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntBiFunction;
import picocli.CommandLine;

/**
 * A command that was run as users run it.
 *
 * @param exitCode what it ended with
 * @param out what it printed
 * @param err what it complained of
 */
public record CommandLineRun(int exitCode, String out, String err) {
  public static CommandLineRun of(String... args) {
    return of((out, err) -> Main.run(args, out, err));
  }

  /** The same of a command line with more commands than the product has. */
  public static CommandLineRun of(CommandLine commandLine, String... args) {
    return of((out, err) -> Main.run(commandLine, args, out, err));
  }

  private static CommandLineRun of(ToIntBiFunction<PrintStream, PrintStream> main) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        main.applyAsInt(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new CommandLineRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
