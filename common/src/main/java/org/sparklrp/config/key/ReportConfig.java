package org.sparklrp.config.key;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Overrides;

/**
 * What the command {@code report} is told.
 *
 * @param images whether images are shown beside their maps
 * @param classes how many are shown with images and charts
 */
public record ReportConfig(boolean images, int classes) {
  /**
   * The defaults with some keys set.
   *
   * @param overrides {@code key=value}, later ones win
   * @throws org.sparklrp.fault.UserException with every problem found
   */
  public static ReportConfig parse(List<String> overrides) {
    ConfigReading reading =
        new ConfigReading(Overrides.apply(ConfigFactory.empty(), overrides), AuditKeys.REPORT);
    reading.throwProblems("--set");
    return new ReportConfig(
        reading.get(AuditKeys.REPORT_IMAGES),
        Math.toIntExact(reading.get(AuditKeys.REPORT_CLASSES)));
  }
}
