package org.sparklrp.job.explain;

import java.io.Serializable;
import java.util.List;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.relevance.Explainer;

/** Builds explainers where they are needed: it travels to the executors, explainers do not. */
public interface ExplainerFactory extends Serializable {
  /**
   * The images a model takes, read without building an explainer.
   *
   * @param model the model file's bytes
   * @param origin where they come from, for messages
   * @return channels, height and width; -1 where the model leaves one open
   * @throws org.sparklrp.config.UserException when this is no model of images
   */
  List<Integer> inputShape(byte[] model, String origin);

  /**
   * The number of a model's classes.
   *
   * @param model the model file's bytes
   * @param origin where they come from, for messages
   * @param inputShape channels, height and width of the images it is given
   * @throws org.sparklrp.config.UserException when the model cannot be explained
   */
  int classes(byte[] model, String origin, List<Integer> inputShape);

  /**
   * What is known to go wrong with a model and a configuration, one sentence each; read without
   * building an explainer.
   *
   * @param spec the recipe
   * @param config what was asked for, bounds as given
   * @param model the model file's bytes
   */
  default List<String> warnings(ExplainerSpec.LrpSpec spec, JobConfig config, byte[] model) {
    return List.of();
  }

  /**
   * Builds an explainer; costly, therefore done once per JVM.
   *
   * @param spec the recipe
   * @param model the model file's bytes
   * @throws org.sparklrp.config.UserException when the model cannot be explained by this recipe
   */
  Explainer open(ExplainerSpec spec, byte[] model);
}
