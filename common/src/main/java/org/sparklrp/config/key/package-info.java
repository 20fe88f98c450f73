/**
 * The keys a configuration may have: each defined once, with its type, its default and its meaning.
 *
 * <p>{@link org.sparklrp.config.key.JobConfigParser} turns a file, the overrides of the command
 * line and the defaults into the records of {@code config}, and reports every problem at once:
 * whoever starts a cluster job should not learn of one typing error per attempt. {@link
 * org.sparklrp.config.key.ReferenceConfig} makes the reference configuration and the help from the
 * same definitions ({@code ConfigKeys}, {@code MethodKeys}, {@code TrainBowKeys}). Unknown keys are
 * errors that name the nearest known one, because an ignored key is a silent wrong result.
 *
 * <p>Value types that know the project's own words (rules, targets, policies) belong here; those
 * that know HOCON alone to {@code config.hocon}, on which this package stands.
 */
@NullMarked
package org.sparklrp.config.key;

import org.jspecify.annotations.NullMarked;
