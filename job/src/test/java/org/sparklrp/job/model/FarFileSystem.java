package org.sparklrp.job.model;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file system that is not the local one, over local files: paths begin with {@code far:}. */
public final class FarFileSystem extends RawLocalFileSystem {
  /** A configuration that knows it. */
  static Configuration known() {
    Configuration configuration = new Configuration();
    configuration.set("fs.far.impl", FarFileSystem.class.getName());
    return configuration;
  }

  @Override
  public URI getUri() {
    return URI.create("far:///");
  }

  @Override
  public String getScheme() {
    return "far";
  }
}
