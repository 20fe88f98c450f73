package org.sparklrp.job.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.JobConfig;
import org.sparklrp.model.Head;
import org.sparklrp.model.onnx.file.OnnxFile;
import org.sparklrp.relevance.Explainer;

/** Builds explainers where they are needed: it travels to the executors, explainers do not. */
public interface ExplainerFactory extends Serializable {
  /** A network that was read, and can be asked about before an explainer is built. */
  interface Network {
    /** The images it takes: channels, height and width; -1 where it leaves one open. */
    List<Integer> inputShape();

    /**
     * The number of its classes.
     *
     * @param inputShape channels, height and width of the images it is given
     * @throws org.sparklrp.fault.UserException when it cannot be explained
     */
    int classes(List<Integer> inputShape);

    /**
     * The floating-point operations of one image's forward pass, in GFLOP; 0 where not known.
     *
     * @param inputShape channels, height and width of the images it is given
     */
    default double gigaflops(List<Integer> inputShape) {
      return 0;
    }

    /**
     * Whether its two classes are those of a single logit.
     *
     * @param inputShape channels, height and width of the images it is given
     */
    default boolean isSingleLogit(List<Integer> inputShape) {
      return false;
    }

    /**
     * What was decided about its input and output, one sentence each.
     *
     * @param inputShape channels, height and width of the images it is given
     */
    default List<String> notes(List<Integer> inputShape) {
      return List.of();
    }

    /**
     * What is known to go wrong with it and a configuration, one sentence each.
     *
     * @param spec the recipe
     * @param config what was asked for, bounds as given
     */
    default List<String> warnings(ExplainerSpec.LrpSpec spec, JobConfig config) {
      return List.of();
    }

    /**
     * Builds its explainer without reading the file again.
     *
     * @param spec the recipe
     * @throws org.sparklrp.fault.UserException when it cannot be explained by this recipe
     */
    Explainer open(ExplainerSpec.LrpSpec spec);
  }

  /**
   * The files beside a network's that belong to it, as paths below its folder.
   *
   * @param model the model's own file
   */
  default SortedSet<String> sideFiles(OnnxFile model) {
    return Collections.emptySortedSet();
  }

  /**
   * Reads a network; costly for large files, therefore done once by a driver.
   *
   * @param model the model
   * @param head what of its results is explained
   * @throws org.sparklrp.fault.UserException when this is no network for images
   */
  Network read(OnnxFile model, Head head);

  /**
   * Builds an explainer; costly, therefore done once per JVM.
   *
   * @param spec the recipe
   * @param model the model
   * @throws org.sparklrp.fault.UserException when the model cannot be explained by this recipe
   */
  Explainer open(ExplainerSpec spec, OnnxFile model);
}
