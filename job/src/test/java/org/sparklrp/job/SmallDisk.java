package org.sparklrp.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of a few kilobytes that can be filled: a file system in memory, mounted for as long as
 * this is open. Mounting takes root; for anybody else the test that asks is skipped, and says so.
 *
 * @param folder where it is mounted
 */
record SmallDisk(Path folder) implements AutoCloseable {

  /** Mounts a disk at a folder, which is made. */
  static SmallDisk mount(Path folder, int kilobytes) throws IOException {
    Files.createDirectories(folder);
    int code =
        run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", folder.toString());
    assumeTrue(code == 0, "This user may not mount a small disk at " + folder);
    return new SmallDisk(folder);
  }

  @Override
  public void close() throws IOException {
    // Lazily: a task of an aborted job may not have closed its file yet.
    assertThat(run("umount", "--lazy", folder.toString())).as("umount " + folder).isZero();
  }

  private static int run(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join()
        .exitValue();
  }
}
