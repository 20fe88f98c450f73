package org.sparklrp.render;

import java.util.List;
import org.sparklrp.relevance.RelevanceMap;

/**
 * What a model looks for in one class: its mean maps and some examples.
 *
 * @param title the class's name
 * @param subtitle a line of numbers about it
 * @param mean the mean map of the class
 * @param meanPositive the mean of the positive relevance
 * @param meanNegative the mean of the negative relevance
 * @param examples explanations of single images, in the order they are drawn; may be empty
 */
public record ClassSheet(
    String title,
    String subtitle,
    RelevanceMap mean,
    RelevanceMap meanPositive,
    RelevanceMap meanNegative,
    List<Panel> examples) {
  /** Copies the list. */
  public ClassSheet {
    examples = List.copyOf(examples);
  }
}
