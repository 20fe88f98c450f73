package org.sparklrp.engine.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.pass.Pass;
import org.sparklrp.engine.pass.SignalObserver;
import org.sparklrp.rule.LayerNames;

/**
 * Grad-CAM (Selvaraju et al. 2017, eq. 1 and 2): the positive part of a layer's channels added with
 * the mean gradients as weights, enlarged to the image bilinearly. It says where, not how much: the
 * values do not add up to the score. Every channel of a pixel gets an equal part.
 */
final class ClassActivationMap implements Strategy {
  @Override
  public void explain(BatchRun run, Pass pass, AttributionBatch results) {
    int value =
        LayerNames.ofPlanes(run.settings().method().parameters().layer(), run.program().graph())
            + 1;
    List<Integer> shape = run.program().graph().shape(value);
    int slots = run.images().slots();
    int group = run.slotsAtOnce();
    try (Pass own = new Pass(run.program(), run.pool(), Set.of(value))) {
      own.forward(run.images().pixels(), true);
      float[] activations = own.watched(value).toArray();
      for (int first = 0; first < slots; first += group) {
        int end = Math.min(slots, first + group);
        List<float[]> starts = new ArrayList<>();
        List<Account> accounts = new ArrayList<>();
        for (int slot = first; slot < end; slot++) {
          starts.add(run.images().start(slot, false));
          accounts.add(new Account(run.images().count()));
        }
        List<float[]> gradients =
            own.backward(starts, accounts, end == slots, SignalObserver.NONE, value);
        for (int slot = first; slot < end; slot++) {
          results.add(
              slot,
              maps(run, shape, activations, gradients.get(slot - first)),
              new Account(run.images().count()));
        }
      }
    }
  }

  private static float[] maps(
      BatchRun run, List<Integer> shape, float[] activations, float[] gradients) {
    int channels = shape.get(1);
    int rows = shape.size() > 3 ? shape.get(2) : 1;
    int area = activations.length / run.images().count() / channels;
    int[] geometry = run.geometry();
    float[] all = new float[run.images().pixels().length];
    for (int image = 0; image < run.images().count(); image++) {
      double[] map = new double[area];
      for (int channel = 0; channel < channels; channel++) {
        int at = (image * channels + channel) * area;
        double weight = 0;
        for (int i = 0; i < area; i++) {
          weight += gradients[at + i];
        }
        weight /= area;
        for (int i = 0; i < area; i++) {
          map[i] += weight * activations[at + i];
        }
      }
      for (int i = 0; i < area; i++) {
        map[i] = Math.max(map[i], 0);
      }
      double[] enlarged = enlarged(map, rows, geometry[1], geometry[2]);
      for (int i = 0; i < run.images().imageSize(); i++) {
        all[image * run.images().imageSize() + i] =
            (float) (enlarged[i % enlarged.length] / geometry[0]);
      }
    }
    return all;
  }

  /**
   * Bilinear: both grids cover the same area, and border values are repeated beyond cell centres.
   */
  static double[] enlarged(double[] map, int rows, int height, int width) {
    int columns = map.length / rows;
    double[] result = new double[height * width];
    for (int y = 0; y < height; y++) {
      double row = place(y, rows, height);
      int top = (int) row;
      int bottom = Math.min(top + 1, rows - 1);
      for (int x = 0; x < width; x++) {
        double column = place(x, columns, width);
        int left = (int) column;
        int right = Math.min(left + 1, columns - 1);
        double above =
            map[top * columns + left] * (1 - (column - left))
                + map[top * columns + right] * (column - left);
        double below =
            map[bottom * columns + left] * (1 - (column - left))
                + map[bottom * columns + right] * (column - left);
        result[y * width + x] = above * (1 - (row - top)) + below * (row - top);
      }
    }
    return result;
  }

  private static double place(int index, int from, int to) {
    double place = (index + 0.5) * from / to - 0.5;
    return Math.min(Math.max(place, 0), from - 1);
  }
}
