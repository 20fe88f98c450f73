package org.sparklrp.bow.model;

import java.util.List;

/** Takes the arrays of a channel as its fields are written. */
@FunctionalInterface
interface ArrayWriter {
  /**
   * Keeps an array.
   *
   * @param field the field that names it
   * @return the file's name
   */
  String write(String field, List<Integer> shape, float[] values);
}
