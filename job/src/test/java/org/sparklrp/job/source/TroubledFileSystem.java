package org.sparklrp.job.source;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files whose opening fails as a test wants it: paths begin with {@code troubled:}. */
public final class TroubledFileSystem extends RawLocalFileSystem {
  /** What happens to one opening before the file is opened, if it gets so far. */
  interface Trouble {
    void happen() throws IOException;
  }

  static final Deque<Trouble> TROUBLES = new ArrayDeque<>();

  /** A configuration that knows it. */
  static Configuration known() {
    Configuration configuration = new Configuration();
    configuration.set("fs.troubled.impl", TroubledFileSystem.class.getName());
    return configuration;
  }

  static void failOften(int times) {
    for (int i = 0; i < times; i++) {
      TROUBLES.add(
          () -> {
            throw new IOException("Could not obtain block");
          });
    }
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    Trouble next = TROUBLES.poll();
    if (next != null) {
      next.happen();
    }
    return super.open(file, bufferSize);
  }

  @Override
  public URI getUri() {
    return URI.create("troubled:///");
  }

  @Override
  public String getScheme() {
    return "troubled";
  }
}
