package org.sparklrp.job;

import org.sparklrp.job.run.CodeVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    CodeVersion code = CodeVersion.current();
    return new String[] {"spark-lrp %s (commit %s)".formatted(code.version(), code.commit())};
  }
}
