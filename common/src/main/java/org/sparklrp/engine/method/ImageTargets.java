package org.sparklrp.engine.method;

import java.util.List;
import org.sparklrp.relevance.Target;

/**
 * The images of a batch with what the network says of them and what is to be explained. The n-th
 * targets of all images are a slot: they are propagated together.
 *
 * @param pixels N x C x H x W values
 * @param logits N x classes values
 * @param targets per image
 */
record ImageTargets(float[] pixels, float[] logits, List<List<Target>> targets) {
  /** How many images there are. */
  int count() {
    return targets.size();
  }

  /** Values of one image. */
  int imageSize() {
    return pixels.length / count();
  }

  int classes() {
    return logits.length / count();
  }

  /** How many targets the image with the most of them has. */
  int slots() {
    return targets.stream().mapToInt(List::size).max().orElse(0);
  }

  /** The signal at the logits that explains the slot's targets: of size 1, or of the logits'. */
  float[] start(int slot, boolean byLogit) {
    float[] start = new float[logits.length];
    for (int image = 0; image < count(); image++) {
      if (slot < targets.get(image).size()) {
        Target target = targets.get(image).get(slot);
        set(start, image * classes() + target.index(), 1f, byLogit);
        if (target.contrast() != null) {
          set(start, image * classes() + target.contrast(), -1f, byLogit);
        }
      }
    }
    return start;
  }

  private void set(float[] start, int at, float sign, boolean byLogit) {
    start[at] = byLogit ? sign * logits[at] : sign;
  }

  /** Whether an image has a target in the slot. */
  boolean has(int slot, int image) {
    return slot < targets.get(image).size();
  }

  /** The score of a slot's target in logits of this batch's shape. */
  double score(int slot, int image, float[] of) {
    return score(slot, image, of, image);
  }

  /** The score of an image's target in logits at some place. */
  double score(int slot, int image, float[] of, int place) {
    Target target = targets.get(image).get(slot);
    int at = place * classes();
    double own = of[at + target.index()];
    return target.contrast() == null ? own : own - of[at + target.contrast()];
  }
}
