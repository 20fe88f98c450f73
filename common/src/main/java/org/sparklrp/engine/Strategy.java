package org.sparklrp.engine;

import org.sparklrp.config.MethodConfig;

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

  /** The strategy of a method. */
  static Strategy of(MethodConfig.Name name) {
    return switch (name) {
      case LRP,
          DEEP_TAYLOR,
          GRADIENT,
          INPUT_X_GRADIENT,
          SENSITIVITY,
          GUIDED_BACKPROP,
          DECONVNET,
          EXCITATION_BACKPROP,
          BETA_SMOOTH ->
          new Propagation();
      case SIMPLE_TAYLOR -> new SimpleTaylor();
      case SMOOTHGRAD -> new SmoothGradient();
      case INTEGRATED_GRADIENTS -> new IntegratedGradients();
      case GRAD_CAM -> new ClassActivationMap();
      case OCCLUSION -> new Occlusion();
    };
  }
}
