package org.sparklrp.job.run;

import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparklrp.fault.UserException;

/** Settings of a Spark session that do not go with this job. */
public final class SessionChecks {
  private static final Logger LOG = LoggerFactory.getLogger(SessionChecks.class);

  private SessionChecks() {}

  /** Refuses settings that cannot work and warns of those that cost. */
  public static void check(SparkConf spark) {
    String serializer = spark.get("spark.serializer", "");
    if (serializer.contains("Kryo")) {
      throw new UserException(
          "Cannot run on this Spark session: its serializer does not know records (spark.serializer = %s); leave spark.serializer unset"
              .formatted(serializer));
    }
    if (spark.getBoolean("spark.speculation", false)) {
      LOG.warn("spark.speculation is on: slow tasks are explained twice, in native memory too");
    }
  }
}
