/**
 * Tests of what is deployed with: the files of {@code deploy} and {@code conf}. Kubernetes' own
 * kinds are read into its model, those of the operators for Spark are held against the operators'
 * schemas, the exit codes that schedulers repeat are those worth it, and memory is the same number
 * wherever it stands.
 *
 * <p>The schemas (custom resource definitions of 2.7 MB) lie beside the repository; without them
 * that one test is skipped and says so. Nothing here starts a cluster.
 */
@NullMarked
package org.sparklrp.job.deploy;

import org.jspecify.annotations.NullMarked;
