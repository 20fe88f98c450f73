package org.sparklrp.job.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory of the machine this process has held at most, as Linux tells it. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private ResidentMemory() {}

  /** The largest resident set size so far; 0 where the operating system does not tell. */
  public static long peakBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(PEAK)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
