package org.sparklrp.report;

import java.util.List;

/**
 * What is drawn of a class.
 *
 * @param points the picture of its clusters
 * @param eigenvalues of the Laplacian of its graph, ascending
 * @param layers from the output to the pixels
 * @param trend the runs of the history, the earliest first
 */
public record ClassCharts(
    List<PicturePoint> points,
    List<Double> eigenvalues,
    List<LayerLoss> layers,
    List<TrendPoint> trend) {
  /** Nothing to draw. */
  public static final ClassCharts NONE =
      new ClassCharts(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public ClassCharts {
    points = List.copyOf(points);
    eigenvalues = List.copyOf(eigenvalues);
    layers = List.copyOf(layers);
    trend = List.copyOf(trend);
  }
}
