/**
 * Models on their way to the executors: copied by the driver, served as files, mapped into memory
 * and opened once per JVM.
 *
 * <p>{@link org.sparklrp.job.model.ModelFile} is the model as the driver reads it, {@link
 * org.sparklrp.job.model.ExplainerFactory} builds an explainer from it where it runs, and {@code
 * ExplainerCache} shares that among the tasks of an executor. Shapes a file leaves open are
 * completed here. Both families of models are known, networks and Bags of Words, and nowhere else
 * do they have to be told apart. It touches the library, {@code files} and {@code run}.
 */
@NullMarked
package org.sparklrp.job.model;

import org.jspecify.annotations.NullMarked;
