package org.sparklrp.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The quickstart's script in a folder of its own, where Maven and the launcher only write down what
 * they were asked for: what the script does, without the minutes it takes.
 *
 * @param folder where it runs
 */
public record Quickstart(Path folder) {
  private static final Path ROOT = root();

  /** What a run of the script came to. */
  public record Outcome(int exitCode, String printed, List<List<String>> commands) {}

  /** Lays the script out; {@code failing} is a command of the launcher that fails, or none. */
  public static Quickstart in(Path folder, String failing) throws IOException {
    Path deploy = Files.createDirectories(folder.resolve("deploy"));
    Files.copy(ROOT.resolve("deploy/quickstart.sh"), deploy.resolve("quickstart.sh"));
    script(deploy.resolve("spark-lrp"), "spark-lrp", "[[ $1 != \"" + failing + "\" ]] || exit 2");
    script(Files.createDirectories(folder.resolve("bin")).resolve("mvn"), "mvn", "");
    return new Quickstart(folder);
  }

  private static void script(Path file, String name, String after) throws IOException {
    String text =
        """
        #!/usr/bin/env bash
        (printf '%%s\\t' %s "$@"; echo) >>"$QUICKSTART_COMMANDS"
        %s
        """
            .formatted(name, after);
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  /** Runs the script to its end. */
  public Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "deploy/quickstart.sh"));
    command.addAll(List.of(arguments));
    Path written = folder.resolve("commands.txt");
    Path printed = folder.resolve("printed.txt");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    process.environment().put("QUICKSTART_COMMANDS", written.toString());
    process.environment().merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
    int exitCode = process.start().waitFor();
    List<List<String>> commands = new ArrayList<>();
    if (Files.exists(written)) {
      for (String line : Files.readAllLines(written, StandardCharsets.UTF_8)) {
        commands.add(List.of(line.split("\t")));
      }
    }
    return new Outcome(exitCode, Files.readString(printed), commands);
  }

  /** A file of the repository. */
  public static String text(String path) throws IOException {
    return Files.readString(ROOT.resolve(path));
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("deploy/quickstart.sh"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("No folder above this one has deploy/quickstart.sh");
      }
      folder = parent;
    }
    return folder;
  }
}
