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
 * <p>How a value is read belongs to {@code config.value}, where it knows the project's own words
 * (rules, targets, policies), else to {@code config.hocon}; this package stands on both.
 */
@NullMarked
package org.sparklrp.config.key;

import org.jspecify.annotations.NullMarked;
