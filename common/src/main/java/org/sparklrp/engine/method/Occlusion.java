package org.sparklrp.engine.method;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.pass.Pass;

/**
 * Occlusion (Zeiler and Fergus 2014): a patch of the baseline is moved over the image; what the
 * score loses is shared evenly by the pixels it covers, and a pixel gets the mean over the patches
 * that cover it. Patches side by side on a linear classifier with baseline zero so give exactly its
 * relevances, summed per patch. All targets share the forward passes.
 *
 * <p>A loss is the difference of nearly equal scores, and the rounding of a score depends on the
 * size of the batch it is computed in and on the place there. So the patches of one image make up
 * batches of a size that is the network's own, and a covered image is compared with the whole one
 * at the same place of such a batch: an image's map does not depend on the images beside it, and a
 * patch that changes nothing loses exactly nothing.
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
    float[] baseline = BaselineImage.of(run);
    List<Patch> patches = patches(run, height, width);
    double[][] drops = new double[run.images().slots()][run.images().count() * height * width];
    for (int image = 0; image < run.images().count(); image++) {
      if (run.images().has(0, image)) {
        occlude(run, image, baseline, patches, drops);
      }
    }
    int[] covers = covers(patches, height, width);
    for (int slot = 0; slot < drops.length; slot++) {
      results.add(slot, spread(run, drops[slot], covers), new Account(run.images().count()));
    }
  }

  /** Moves the patches over one image and shares what its scores lose. */
  private static void occlude(
      BatchRun run, int image, float[] baseline, List<Patch> patches, double[][] drops) {
    int[] geometry = run.geometry();
    int places = run.programs().steadyBatch();
    int size = run.images().imageSize();
    float[] copies = new float[places * size];
    for (int place = 0; place < places; place++) {
      System.arraycopy(run.images().pixels(), image * size, copies, place * size, size);
    }
    float[] whole = run.forwardSteadily(copies);
    for (int first = 0; first < patches.size(); first += places) {
      List<Patch> some = patches.subList(first, Math.min(patches.size(), first + places));
      float[] images = copies.clone();
      for (int place = 0; place < some.size(); place++) {
        cover(images, place * size, baseline, image * size, some.get(place), geometry);
      }
      float[] logits = run.forwardSteadily(images);
      for (int place = 0; place < some.size(); place++) {
        Patch patch = some.get(place);
        for (int slot = 0; slot < drops.length && run.images().has(slot, image); slot++) {
          double drop =
              run.images().score(slot, image, whole, place)
                  - run.images().score(slot, image, logits, place);
          int at = image * geometry[1] * geometry[2];
          share(drops[slot], at, drop / patch.area(), patch, geometry[2]);
        }
      }
    }
  }

  /** How many patches cover each pixel. */
  private static int[] covers(List<Patch> patches, int height, int width) {
    int[] covers = new int[height * width];
    for (Patch patch : patches) {
      for (int y = patch.top; y < patch.bottom; y++) {
        for (int x = patch.left; x < patch.right; x++) {
          covers[y * width + x]++;
        }
      }
    }
    return covers;
  }

  private static List<Patch> patches(BatchRun run, int height, int width) {
    List<Integer> patch = run.settings().method().parameters().patch();
    List<Integer> stride = run.settings().method().parameters().stride();
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

  private static void cover(
      float[] images, int at, float[] baseline, int from, Patch patch, int[] geometry) {
    for (int channel = 0; channel < geometry[0]; channel++) {
      for (int y = patch.top; y < patch.bottom; y++) {
        int left = (channel * geometry[1] + y) * geometry[2] + patch.left;
        System.arraycopy(baseline, from + left, images, at + left, patch.right - patch.left);
      }
    }
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
    float[] values = new float[run.images().pixels().length];
    for (int i = 0; i < values.length; i++) {
      int image = i / (channels * area);
      int pixel = i % area;
      int count = covers[pixel];
      values[i] = count == 0 ? 0f : (float) (drops[image * area + pixel] / count / channels);
    }
    return values;
  }
}
