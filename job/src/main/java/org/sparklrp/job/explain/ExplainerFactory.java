package org.sparklrp.job.explain;

import java.io.Serializable;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.relevance.Explainer;

/** Builds explainers where they are needed: it travels to the executors, explainers do not. */
public interface ExplainerFactory extends Serializable {
  /**
   * What a model expects and tells, read without building an explainer.
   *
   * @param model the model file's bytes
   * @param origin where they come from, for messages
   * @throws org.sparklrp.config.UserException when this is no model that can be explained
   */
  ModelShape shape(byte[] model, String origin);

  /**
   * Builds an explainer; costly, therefore done once per JVM.
   *
   * @param spec the recipe
   * @param model the model file's bytes
   * @throws org.sparklrp.config.UserException when the model cannot be explained by this recipe
   */
  Explainer open(ExplainerSpec spec, byte[] model);
}
