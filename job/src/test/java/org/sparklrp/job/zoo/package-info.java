/**
 * Whether what is planted is found: networks that were taught on purpose to look at marks, and the
 * audit of them, a thousand images at a time.
 *
 * <p>{@code Backbone} is the demo's network that never saw a mark; its last layer is trained anew
 * ({@code Head}) on images of which some of one class carry an {@code Artefact}. What follows is
 * the product's own: explanations, clusters, null, experiments and verdicts, called without Spark
 * so that a hundred networks take minutes ({@link org.sparklrp.job.verify.DirectAudit}). The
 * controls are networks taught without the mark, and maps shuffled between classes. Tagged {@code
 * audit}: {@code mvn -Paudit test}.
 */
package org.sparklrp.job.zoo;
