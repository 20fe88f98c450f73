package org.sparklrp.audit.finding;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.audit.intervention.CommonContent;
import org.sparklrp.audit.intervention.LinearImputation;
import org.sparklrp.audit.intervention.Pasting;
import org.sparklrp.audit.intervention.Region;
import org.sparklrp.image.PixelImage;
import org.sparklrp.relevance.TargetSelector;

/**
 * What becomes of decisions when a region is removed from the images of a cluster, and when it is
 * pasted into images of other classes; and the same with other regions of its shape.
 *
 * <p>Everything is paired: each image is changed twice, in the region and in one of the controls,
 * so that under the null hypothesis, that the region is like any other of its shape, the two could
 * be exchanged. A cluster's image lends its inside to one image of another class, both times.
 *
 * @param target the class
 * @param own images of the cluster that are taken for the class
 * @param foreign images of other classes that are not
 * @param region where the cluster has its relevance
 * @param controls regions of the same shape elsewhere, at least one
 */
public record Experiment(
    int target,
    List<PixelImage> own,
    List<PixelImage> foreign,
    Region region,
    List<Region> controls) {
  private static final int BATCH = 64;

  /** Copies the lists. */
  public Experiment {
    own = List.copyOf(own);
    foreign = List.copyOf(foreign);
    controls = List.copyOf(controls);
  }

  /** Does it: three passes forward per image. */
  public Effects run(Scorer scorer) {
    CommonContent content = new CommonContent(own);
    double[][] elsewhere = controls.stream().map(content::agreement).toArray(double[][]::new);
    double[] usualAgreement = new double[own.size()];
    for (int i = 0; i < usualAgreement.length; i++) {
      for (double[] there : elsewhere) {
        usualAgreement[i] += there[i] / elsewhere.length;
      }
    }
    List<Region> everywhere = List.of(region);
    return new Effects(
        outcome(own, this::removed, everywhere, -1, scorer),
        outcome(foreign, this::pasted, everywhere, 1, scorer),
        content.agreement(region),
        usualAgreement);
  }

  /** One way to change an image. */
  private interface Change {
    PixelImage apply(int image, Mask mask);
  }

  /** A region in pixels, and how to take it out. */
  private record Mask(boolean[] pixels, LinearImputation imputation) {}

  private Effects.Outcome outcome(
      List<PixelImage> images, Change change, List<Region> treated, int sign, Scorer scorer) {
    List<float[]> before = logits(images, scorer);
    List<float[]> after = logits(changed(images, change, treated), scorer);
    List<float[]> usual = logits(changed(images, change, controls), scorer);
    int n = images.size();
    double[] effects = new double[n];
    double[] flips = new double[n];
    double[] usualEffects = new double[n];
    double[] usualFlips = new double[n];
    for (int i = 0; i < n; i++) {
      effects[i] = sign * ((double) after.get(i)[target] - before.get(i)[target]);
      usualEffects[i] = sign * ((double) usual.get(i)[target] - before.get(i)[target]);
      flips[i] = flip(before.get(i), after.get(i));
      usualFlips[i] = flip(before.get(i), usual.get(i));
    }
    return new Effects.Outcome(effects, flips, usualEffects, usualFlips);
  }

  /** Image i is changed in region i, counted round and round. */
  private List<PixelImage> changed(List<PixelImage> images, Change change, List<Region> regions) {
    PixelImage first = own.get(0);
    List<Mask> masks =
        regions.stream()
            .map(each -> each.pixels(first.height(), first.width()))
            .map(
                pixels ->
                    new Mask(pixels, new LinearImputation(pixels, first.height(), first.width())))
            .toList();
    List<PixelImage> changed = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      changed.add(change.apply(i, masks.get(i % masks.size())));
    }
    return changed;
  }

  private PixelImage removed(int image, Mask mask) {
    PixelImage from = own.get(image);
    return new PixelImage(
        from.channels(),
        from.height(),
        from.width(),
        mask.imputation().fill(from.values(), from.channels()));
  }

  private PixelImage pasted(int image, Mask mask) {
    return Pasting.paste(own.get(image % own.size()), foreign.get(image), mask.pixels());
  }

  private double flip(float[] before, float[] after) {
    boolean was = TargetSelector.argmax(before) == target;
    boolean is = TargetSelector.argmax(after) == target;
    return was == is ? 0 : 1;
  }

  private static List<float[]> logits(List<PixelImage> images, Scorer scorer) {
    List<float[]> logits = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      logits.addAll(scorer.logits(images.subList(from, Math.min(images.size(), from + BATCH))));
    }
    return logits;
  }
}
