/**
 * What a job is told, as records, and the exception types for the faults of user and environment.
 *
 * <p>A configuration is HOCON. {@link org.sparklrp.config.JobConfigParser} turns it, the overrides
 * of the command line and the defaults into a {@link org.sparklrp.config.JobConfig}, and reports
 * every problem at once: whoever starts a cluster job should not learn of one typing error per
 * attempt. Each key is defined in one place ({@code ConfigKeys}) with its type, its default and its
 * meaning; the reference configuration is made from that definition, and unknown keys are errors
 * that name the nearest known one, because an ignored key is a silent wrong result.
 *
 * <p>{@link org.sparklrp.config.ExplainerSpec} is the part that travels to the executors: a value,
 * from which the explainer is built where it runs.
 */
@NullMarked
package org.sparklrp.config;

import org.jspecify.annotations.NullMarked;
