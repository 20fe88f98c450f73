package org.sparklrp.render;

import java.awt.image.BufferedImage;
import org.sparklrp.relevance.RelevanceMap;

/**
 * One explanation to be drawn.
 *
 * @param input the picture the classifier saw, of the map's size
 * @param map its relevance
 * @param caption what is said beside it
 */
public record Panel(BufferedImage input, RelevanceMap map, Caption caption) {
  /** Checks that picture and map have one size. */
  public Panel {
    if (input.getHeight() != map.height() || input.getWidth() != map.width()) {
      throw new IllegalArgumentException(
          "A picture of "
              + input.getHeight()
              + " x "
              + input.getWidth()
              + " does not fit a map of "
              + map.height()
              + " x "
              + map.width());
    }
  }
}
