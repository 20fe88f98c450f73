package org.sparklrp.report;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers behind the charts as JSON that may stand inside a page. */
final class ChartData {
  private ChartData() {}

  /**
   * By the classes' places on the page.
   *
   * @param from the first class whose charts are drawn
   * @param to the first behind them
   */
  static String json(ReportPage page, int from, int to) {
    Map<String, Object> classes = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      ClassCharts charts = page.classes().get(i).details().charts();
      if (!charts.equals(ClassCharts.NONE)) {
        classes.put(Integer.toString(i), of(charts));
      }
    }
    return embedded(ConfigValueFactory.fromMap(classes).render(ConfigRenderOptions.concise()));
  }

  private static Map<String, Object> of(ClassCharts charts) {
    List<Object> points = new ArrayList<>();
    for (PicturePoint point : charts.points()) {
      points.add(
          List.of(
              rounded(point.x()),
              rounded(point.y()),
              point.cluster(),
              point.imageId(),
              point.thumbnail()));
    }
    List<Object> layers = new ArrayList<>();
    for (LayerLoss layer : charts.layers()) {
      layers.add(
          List.of(
              layer.layer(),
              rounded(layer.relevance()),
              rounded(layer.bias()),
              rounded(layer.stabilizer()),
              rounded(layer.dead())));
    }
    List<Object> trend = new ArrayList<>();
    for (TrendPoint point : charts.trend()) {
      trend.add(
          Arrays.asList(
              point.time(),
              known(point.accuracy()),
              known(point.relevance()),
              known(point.distance())));
    }
    return Map.of(
        "trend",
        trend,
        "points",
        points,
        "eigenvalues",
        charts.eigenvalues().stream().map(ChartData::rounded).toList(),
        "layers",
        layers);
  }

  private static @Nullable Double known(@Nullable Double value) {
    return value == null ? null : rounded(value);
  }

  /** Six significant digits: a chart shows no more, and the page stays small. */
  private static double rounded(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return 0;
    }
    double scale = Math.pow(10, 5 - Math.floor(Math.log10(Math.abs(value))));
    return Double.isFinite(scale) ? Math.round(value * scale) / scale : 0;
  }

  /** No text of it can end the element it stands in, nor a line of a script. */
  static String embedded(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
