package org.sparklrp.job.source;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a table or list of images says of one beside its label, carried along into the table of
 * explanations.
 *
 * @param subset to which part of the dataset the image belongs, as {@code output.by} names it
 * @param kept the columns of {@code input.keep}, as JSON
 */
public record InputColumns(@Nullable String subset, @Nullable String kept) implements Serializable {
  /** Of an image of which nothing more is said. */
  public static final InputColumns NONE = new InputColumns(null, null);
}
