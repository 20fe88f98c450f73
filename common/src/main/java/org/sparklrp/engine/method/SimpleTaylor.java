package org.sparklrp.engine.method;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.engine.pass.Pass;

/**
 * Simple Taylor decomposition (Bach et al. 2015, eq. 13): R = (x - x0) times the gradient of f at a
 * root x0 of f. The root is looked for on segments from the image to, in this order, the baseline,
 * the darkest and the brightest image, and the image mirrored at the baseline: the first change of
 * sign seen from the image, halved until it is met to rounding. Where no segment has one, the
 * baseline stands for the root. The score at x0 is booked where biases are, so that the residual is
 * the remainder of the first-order expansion.
 */
final class SimpleTaylor implements Strategy {
  private static final int HALVINGS = 24;

  @Override
  public void explain(BatchRun run, Pass pass, AttributionBatch results) {
    int slots = run.images().slots();
    Search search = new Search(run, segments(run));
    search.bracket();
    for (int slot = 0; slot < slots; slot++) {
      search.halve(slot);
      float[] roots = search.points(slot);
      float[] gradient = run.gradients(roots, slot, slot + 1).get(0);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) (((double) run.images().pixels()[i] - roots[i]) * gradient[i]);
      }
      results.add(slot, gradient, BaselineImage.account(run, slot, run.forward(roots)));
    }
  }

  private static List<float[]> segments(BatchRun run) {
    float[] baseline = BaselineImage.of(run);
    int channels = run.geometry()[0];
    List<float[]> ends = new ArrayList<>(List.of(baseline));
    for (List<Float> bound :
        List.of(run.settings().method().pixels().low(), run.settings().method().pixels().high())) {
      if (bound.size() == 1 || bound.size() == channels) {
        float[] values = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
          values[channel] = bound.get(channel % bound.size());
        }
        ends.add(BaselineImage.filled(run, values));
      }
    }
    float[] mirrored = new float[baseline.length];
    for (int i = 0; i < mirrored.length; i++) {
      mirrored[i] = 2 * baseline[i] - run.images().pixels()[i];
    }
    ends.add(mirrored);
    return ends;
  }

  /** Where the roots of each slot and image lie: on which segment, between which shares of it. */
  private static final class Search {
    private final BatchRun run;
    private final List<float[]> ends;
    private final int[][] segment;
    private final double[][] near;
    private final double[][] far;

    Search(BatchRun run, List<float[]> ends) {
      this.run = run;
      this.ends = ends;
      segment = new int[run.images().slots()][run.images().count()];
      near = new double[run.images().slots()][run.images().count()];
      far = new double[run.images().slots()][run.images().count()];
    }

    /** Notes, for every slot and image, the first change of sign. All of them share the passes. */
    void bracket() {
      int steps = run.settings().method().parameters().steps();
      boolean[][] found = new boolean[segment.length][run.images().count()];
      for (int slot = 0; slot < segment.length; slot++) {
        for (int image = 0; image < run.images().count(); image++) {
          near[slot][image] = 1;
          far[slot][image] = 1;
          found[slot][image] =
              !run.images().has(slot, image)
                  || run.images().score(slot, image, run.images().logits()) == 0;
          if (found[slot][image]) {
            near[slot][image] = 0;
            far[slot][image] = 0;
          }
        }
      }
      for (int end = 0; end < ends.size(); end++) {
        for (int step = 1; step <= steps && !all(found); step++) {
          double share = (double) step / steps;
          float[] logits = run.forward(at(end, share));
          for (int slot = 0; slot < segment.length; slot++) {
            for (int image = 0; image < run.images().count(); image++) {
              if (!found[slot][image] && changes(slot, image, logits)) {
                found[slot][image] = true;
                segment[slot][image] = end;
                near[slot][image] = (double) (step - 1) / steps;
                far[slot][image] = share;
              }
            }
          }
        }
      }
    }

    private static boolean all(boolean[][] found) {
      for (boolean[] images : found) {
        for (boolean each : images) {
          if (!each) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean changes(int slot, int image, float[] logits) {
      double own = run.images().score(slot, image, run.images().logits());
      return !(run.images().score(slot, image, logits) * own > 0);
    }

    void halve(int slot) {
      for (int halving = 0; halving < HALVINGS; halving++) {
        double[] middle = new double[run.images().count()];
        for (int image = 0; image < middle.length; image++) {
          middle[image] = (near[slot][image] + far[slot][image]) / 2;
        }
        float[] logits = run.forward(points(slot, middle));
        for (int image = 0; image < middle.length; image++) {
          if (near[slot][image] == far[slot][image] || !run.images().has(slot, image)) {
            continue;
          }
          if (changes(slot, image, logits)) {
            far[slot][image] = middle[image];
          } else {
            near[slot][image] = middle[image];
          }
        }
      }
    }

    /** The roots of a slot, on the image's side. */
    float[] points(int slot) {
      return points(slot, near[slot]);
    }

    private float[] points(int slot, double[] shares) {
      float[] points = new float[run.images().pixels().length];
      int size = run.images().imageSize();
      for (int image = 0; image < run.images().count(); image++) {
        float[] end = ends.get(segment[slot][image]);
        for (int i = image * size; i < (image + 1) * size; i++) {
          points[i] = between(run.images().pixels()[i], end[i], shares[image]);
        }
      }
      return points;
    }

    private float[] at(int end, double share) {
      float[] points = new float[run.images().pixels().length];
      for (int i = 0; i < points.length; i++) {
        points[i] = between(run.images().pixels()[i], ends.get(end)[i], share);
      }
      return points;
    }

    private static float between(float from, float to, double share) {
      return (float) (from + share * ((double) to - from));
    }
  }
}
