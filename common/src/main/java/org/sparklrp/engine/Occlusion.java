package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Occlusion (Zeiler and Fergus 2014): a patch of the baseline is moved over the image; what the
 * score loses is shared evenly by the pixels it covers, and a pixel gets the mean over the patches
 * that cover it. Patches side by side on a linear classifier with baseline zero so give exactly its
 * relevances, summed per patch. All targets share the forward passes.
 */
final class Occlusion implements Strategy {
  /** A patch: rows and columns from the first to before the last. */
  private record Patch(int top, int left, int bottom, int right) {
    int area() {
      return (bottom - top) * (right - left);
    }
  }

  @Override
  public void explain(BatchRun run, Pass pass, AttributionBatch results) {
    int[] geometry = run.geometry();
    int height = geometry[1];
    int width = geometry[2];
    int slots = run.slots();
    float[] baseline = BaselineImage.of(run);
    double[][] drops = new double[slots][run.images() * height * width];
    int[] covers = new int[height * width];
    for (Patch patch : patches(run, height, width)) {
      float[] logits = run.forward(covered(run.pixels(), baseline, patch, height, width));
      for (int y = patch.top; y < patch.bottom; y++) {
        for (int x = patch.left; x < patch.right; x++) {
          covers[y * width + x]++;
        }
      }
      for (int slot = 0; slot < slots; slot++) {
        for (int image = 0; image < run.images(); image++) {
          if (run.has(slot, image)) {
            double drop = run.score(slot, image, run.logits()) - run.score(slot, image, logits);
            share(drops[slot], image * height * width, drop / patch.area(), patch, width);
          }
        }
      }
    }
    for (int slot = 0; slot < slots; slot++) {
      results.add(slot, spread(run, drops[slot], covers), new Account(run.images()));
    }
  }

  private static List<Patch> patches(BatchRun run, int height, int width) {
    List<Integer> patch = run.settings().parameters().patch();
    List<Integer> stride = run.settings().parameters().stride();
    List<Patch> patches = new ArrayList<>();
    int high = patch.isEmpty() ? height : patch.get(0);
    int wide = patch.isEmpty() ? width : patch.get(1);
    for (int top : starts(height, high, stride.isEmpty() ? high : stride.get(0))) {
      for (int left : starts(width, wide, stride.isEmpty() ? wide : stride.get(1))) {
        patches.add(
            new Patch(top, left, Math.min(height, top + high), Math.min(width, left + wide)));
      }
    }
    return patches;
  }

  /** Where patches start along one side; the last one reaches the end. */
  private static List<Integer> starts(int side, int patch, int stride) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int start = 0; start + patch < side && start + stride < side; ) {
      start += stride;
      starts.add(start);
    }
    return starts;
  }

  private static float[] covered(
      float[] pixels, float[] baseline, Patch patch, int height, int width) {
    float[] images = pixels.clone();
    for (int plane = 0; plane < pixels.length / height / width; plane++) {
      for (int y = patch.top; y < patch.bottom; y++) {
        int row = (plane * height + y) * width;
        System.arraycopy(
            baseline, row + patch.left, images, row + patch.left, patch.right - patch.left);
      }
    }
    return images;
  }

  private static void share(double[] drops, int at, double part, Patch patch, int width) {
    for (int y = patch.top; y < patch.bottom; y++) {
      for (int x = patch.left; x < patch.right; x++) {
        drops[at + y * width + x] += part;
      }
    }
  }

  /** The mean over the patches of each pixel, in equal parts for its channels. */
  private static float[] spread(BatchRun run, double[] drops, int[] covers) {
    int channels = run.geometry()[0];
    int area = covers.length;
    float[] values = new float[run.pixels().length];
    for (int i = 0; i < values.length; i++) {
      int image = i / (channels * area);
      int pixel = i % area;
      int count = covers[pixel];
      values[i] = count == 0 ? 0f : (float) (drops[image * area + pixel] / count / channels);
    }
    return values;
  }
}
