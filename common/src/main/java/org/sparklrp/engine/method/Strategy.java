package org.sparklrp.engine.method;

import org.sparklrp.engine.pass.Pass;

/** How a method turns the images of a batch into relevances. */
interface Strategy {
  /**
   * Explains every target of every image.
   *
   * @param run the batch
   * @param pass the images' own forward pass, done, its values kept for going back
   * @param results take the relevances, slot by slot
   */
  void explain(BatchRun run, Pass pass, AttributionBatch results);

  /** Whether the images' own forward pass has to keep what going back needs. */
  default boolean goesBack() {
    return false;
  }
}
