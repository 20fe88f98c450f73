package org.sparklrp.job.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.spark.sql.Row;

/**
 * What the formulas say of one class in two runs, slowly: plain loops over the rows of the tables,
 * transport as a linear program.
 *
 * @param name of the class
 * @param index of the class
 * @param run rows of explanations, each with its map as {@code relevance}
 * @param base the same of the baseline
 */
record DriftTwin(String name, int index, List<Row> run, List<Row> base) {
  private static final int SIDE = 8;

  /** A value of the run, of the baseline, and how far apart they are. */
  record Figures(double value, double base, double effect) {}

  Figures of(String metric) {
    return switch (metric) {
      case "class.relevance" -> mean(row -> row.<Double>getAs("relevance_sum"));
      case "class.score" -> mean(row -> row.<Double>getAs("score"));
      case "class.positive" -> mean(row -> row.<Double>getAs("positive_sum"));
      case "class.negative" -> mean(row -> row.<Double>getAs("negative_sum"));
      case "class.absorbed" -> absorbed();
      case "class.gini" -> mean(row -> row.<Double>getAs("gini"));
      case "class.entropy" -> mean(row -> row.<Double>getAs("entropy"));
      case "class.accuracy" -> difference(accuracy(run), accuracy(base));
      case "class.share" -> difference(share(run), share(base));
      case "class.center" -> distance(center());
      case "class.mean-map" -> distance(1 - cosine(map(run, 0), map(base, 0)));
      case "class.positive-map" -> distance(transport(map(run, 1), map(base, 1)));
      case "class.negative-map" -> distance(transport(map(run, -1), map(base, -1)));
      default -> throw new IllegalArgumentException(metric);
    };
  }

  private List<Row> own(List<Row> rows) {
    return rows.stream().filter(row -> row.<String>getAs("target_name").equals(name)).toList();
  }

  /** The smaller number of explanations, or for accuracy of labelled images. */
  long n(String metric) {
    return metric.equals("class.accuracy")
        ? Math.min(labelled(run).size(), labelled(base).size())
        : Math.min(own(run).size(), own(base).size());
  }

  private static double mean(List<Row> rows, ToDoubleFunction<Row> figure) {
    return rows.stream().mapToDouble(figure).sum() / rows.size();
  }

  private static double deviation(List<Row> rows, ToDoubleFunction<Row> figure) {
    double mean = mean(rows, figure);
    double squares = 0;
    for (Row row : rows) {
      squares += Math.pow(figure.applyAsDouble(row) - mean, 2);
    }
    return Math.sqrt(squares / (rows.size() - 1));
  }

  private Figures mean(ToDoubleFunction<Row> figure) {
    return inUnits(figure, deviation(own(base), figure));
  }

  private Figures absorbed() {
    ToDoubleFunction<Row> figure =
        row ->
            row.<Double>getAs("absorbed_bias")
                + row.<Double>getAs("absorbed_stabilizer")
                + row.<Double>getAs("absorbed_dead")
                + row.<Double>getAs("absorbed_conditions");
    double scores = deviation(own(base), row -> row.<Double>getAs("score"));
    return inUnits(figure, Math.max(deviation(own(base), figure), scores / 100));
  }

  private Figures inUnits(ToDoubleFunction<Row> figure, double unit) {
    double value = mean(own(run), figure);
    double baseValue = mean(own(base), figure);
    return new Figures(value, baseValue, Math.abs(value - baseValue) / unit);
  }

  private static Figures difference(double value, double base) {
    return new Figures(value, base, Math.abs(value - base));
  }

  private static Figures distance(double distance) {
    return new Figures(distance, 0, distance);
  }

  /** Images of the class, each once. */
  private Collection<Row> labelled(List<Row> rows) {
    Map<String, Row> images = new TreeMap<>();
    for (Row row : rows) {
      Integer label = row.getAs("label_index");
      if (label != null && label == index) {
        images.put(row.getAs("image_id"), row);
      }
    }
    return images.values();
  }

  private double accuracy(List<Row> rows) {
    Collection<Row> images = labelled(rows);
    long right = images.stream().filter(row -> row.<Integer>getAs("predicted") == index).count();
    return (double) right / images.size();
  }

  private double share(List<Row> rows) {
    return (double) own(rows).size() / rows.size();
  }

  private double center() {
    ToDoubleFunction<Row> y = row -> row.<Double>getAs("center_y") / row.<Integer>getAs("height");
    ToDoubleFunction<Row> x = row -> row.<Double>getAs("center_x") / row.<Integer>getAs("width");
    return Math.hypot(
        mean(own(run), y) - mean(own(base), y), mean(own(run), x) - mean(own(base), x));
  }

  /** The mean map on 8 x 8 cells: signed, or of one sign alone as positive numbers. */
  private double[] map(List<Row> rows, int sign) {
    double[] map = new double[SIDE * SIDE];
    List<Row> own = own(rows);
    for (Row row : own) {
      int height = row.<Integer>getAs("height");
      int width = row.<Integer>getAs("width");
      List<Float> pixels = row.getList(row.fieldIndex("relevance"));
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double value = pixels.get(y * width + x);
          int cell = y * SIDE / height * SIDE + x * SIDE / width;
          map[cell] += (sign == 0 ? value : Math.max(0, sign * value)) / own.size();
        }
      }
    }
    return map;
  }

  private static double cosine(double[] map, double[] other) {
    double product = 0;
    double squares = 0;
    double others = 0;
    for (int i = 0; i < map.length; i++) {
      product += map[i] * other[i];
      squares += map[i] * map[i];
      others += other[i] * other[i];
    }
    return product / Math.sqrt(squares) / Math.sqrt(others);
  }

  /** The least sum of flows between neighbouring cells that turn one map into the other. */
  private static double transport(double[] map, double[] other) {
    List<int[]> ways = new ArrayList<>();
    for (int cell = 0; cell < map.length; cell++) {
      if (cell % SIDE < SIDE - 1) {
        ways.add(new int[] {cell, cell + 1});
        ways.add(new int[] {cell + 1, cell});
      }
      if (cell + SIDE < map.length) {
        ways.add(new int[] {cell, cell + SIDE});
        ways.add(new int[] {cell + SIDE, cell});
      }
    }
    double sum = Arrays.stream(map).sum();
    double others = Arrays.stream(other).sum();
    List<LinearConstraint> balances = new ArrayList<>();
    // The last cell's balance follows from the others'.
    for (int cell = 0; cell < map.length - 1; cell++) {
      double[] out = new double[ways.size()];
      for (int way = 0; way < out.length; way++) {
        out[way] = ways.get(way)[0] == cell ? 1 : ways.get(way)[1] == cell ? -1 : 0;
      }
      balances.add(
          new LinearConstraint(out, Relationship.EQ, map[cell] / sum - other[cell] / others));
    }
    double[] costs = new double[ways.size()];
    Arrays.fill(costs, 1.0 / SIDE);
    return new SimplexSolver()
        .optimize(
            new LinearObjectiveFunction(costs, 0),
            new LinearConstraintSet(balances),
            GoalType.MINIMIZE,
            new NonNegativeConstraint(true))
        .getValue();
  }

  /** Benjamini and Hochberg's q-value of one of some p-values, by its definition. */
  static double qValue(double pValue, List<Double> all) {
    double least = 1;
    for (double other : all) {
      if (other >= pValue) {
        long rank = all.stream().filter(each -> each <= other).count();
        least = Math.min(least, all.size() * other / rank);
      }
    }
    return least;
  }
}
