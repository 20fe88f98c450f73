/**
 * The command verify: suspicious clusters put to the test.
 *
 * <p>{@code Candidates} chooses clusters and images from the tables; one task tests one candidate
 * ({@code ExperimentTask}): it reads some two hundred images and asks the run's own model, forward
 * only, two passes for each image and region ({@link org.sparklrp.audit.finding.Experiment}). Only
 * numbers come back. {@code SimilarityTask} ranks all explanations of the class by their relevance
 * in the region, where the maps lie.
 */
@NullMarked
package org.sparklrp.job.verify;

import org.jspecify.annotations.NullMarked;
