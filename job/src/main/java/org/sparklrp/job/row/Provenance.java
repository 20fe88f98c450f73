package org.sparklrp.job.row;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.relevance.ClassNames;

/**
 * What every explanation of a run comes from.
 *
 * @param classes of the model
 * @param modelSha256 the model file's hash
 * @param method the method's name
 * @param composite the composite's name, where the method has one
 */
public record Provenance(
    ClassNames classes, String modelSha256, String method, @Nullable String composite)
    implements Serializable {}
