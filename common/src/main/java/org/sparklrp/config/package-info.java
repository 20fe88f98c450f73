/**
 * What a job is told, as records: sections of a configuration, the recipe of an explainer, and the
 * smaller values they are made of.
 *
 * <p>They are checked and complete: a {@link org.sparklrp.config.JobConfig} has its defaults filled
 * in and contradicts itself nowhere. How one is written is no concern of this package: {@code
 * config.key} knows the keys, {@code config.hocon} the language. The records name images, rules and
 * targets, and so may touch {@code image}, {@code rule} and {@code relevance}.
 *
 * <p>{@link org.sparklrp.config.ExplainerSpec} is the part that travels to the executors: a value,
 * from which the explainer is built where it runs.
 */
@NullMarked
package org.sparklrp.config;

import org.jspecify.annotations.NullMarked;
