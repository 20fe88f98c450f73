package org.sparklrp.config.key;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import org.sparklrp.config.ReportFolder;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Overrides;

/**
 * What the command {@code report} is told.
 *
 * @param images whether images are shown beside their maps
 * @param classes how many are shown with images and charts
 * @param folder whether each class has a page of its own
 * @param root below which a history lies whose trends are shown; empty for none
 */
public record ReportConfig(boolean images, int classes, ReportFolder folder, String root) {
  private static final String NONE = "none";

  /**
   * The defaults with some keys set.
   *
   * @param overrides {@code key=value}, later ones win
   * @throws org.sparklrp.fault.UserException with every problem found
   */
  public static ReportConfig parse(List<String> overrides) {
    ConfigReading reading =
        new ConfigReading(Overrides.apply(ConfigFactory.empty(), overrides), keys());
    reading.throwProblems("--set");
    String root = reading.get(AuditKeys.ROOT);
    return new ReportConfig(
        reading.get(AuditKeys.REPORT_IMAGES),
        Math.toIntExact(reading.get(AuditKeys.REPORT_CLASSES)),
        reading.get(AuditKeys.REPORT_FOLDER),
        root.equals(NONE) ? "" : root);
  }

  private static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>(AuditKeys.REPORT);
    keys.add(AuditKeys.ROOT);
    return keys;
  }
}
