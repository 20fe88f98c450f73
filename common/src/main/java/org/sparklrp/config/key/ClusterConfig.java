package org.sparklrp.config.key;

import com.typesafe.config.ConfigFactory;
import java.io.Serializable;
import java.util.List;
import org.sparklrp.config.hocon.ConfigReading;
import org.sparklrp.config.hocon.Overrides;
import org.sparklrp.config.value.ClusterBasis;

/**
 * What the command {@code cluster} is told.
 *
 * @param on what is compared
 * @param grid side of the pooled maps in cells
 * @param neighbours of each map
 * @param eigenvalues computed per class
 * @param maxImages of a class that are clustered
 * @param picture images of a class placed by t-SNE
 */
public record ClusterConfig(
    ClusterBasis on, int grid, int neighbours, int eigenvalues, int maxImages, int picture)
    implements Serializable {
  /**
   * The defaults with some keys set.
   *
   * @param overrides {@code key=value}, later ones win
   * @throws org.sparklrp.fault.UserException with every problem found
   */
  public static ClusterConfig parse(List<String> overrides) {
    ConfigReading reading =
        new ConfigReading(Overrides.apply(ConfigFactory.empty(), overrides), AuditKeys.CLUSTER);
    reading.throwProblems("--set");
    return new ClusterConfig(
        reading.get(AuditKeys.ON),
        Math.toIntExact(reading.get(AuditKeys.GRID)),
        Math.toIntExact(reading.get(AuditKeys.NEIGHBOURS)),
        Math.toIntExact(reading.get(AuditKeys.EIGENVALUES)),
        Math.toIntExact(reading.get(AuditKeys.MAX_IMAGES)),
        Math.toIntExact(reading.get(AuditKeys.PICTURE)));
  }
}
