package org.sparklrp.job.fault;

/** Who can do something about a fault that is none of the program's. */
public enum Whose {
  /**
   * The user: the same command will fail again until input, configuration or installation change.
   */
  USER,

  /** Whoever runs storage, network and cluster: the same command may succeed when run again. */
  ENVIRONMENT
}
