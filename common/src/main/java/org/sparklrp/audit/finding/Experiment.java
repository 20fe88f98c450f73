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
 * <p>Everything is paired: an image is its own control. A cluster's image lends its inside to one
 * image of another class, for the region and for each control alike.
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

  /** Does it: two passes forward per image and region. */
  public Effects run(Scorer scorer) {
    List<float[]> ownBefore = logits(own, scorer);
    List<float[]> foreignBefore = logits(foreign, scorer);
    Series removed = new Series(own.size());
    Series pasted = new Series(foreign.size());
    removed.setTreated(ownBefore, removed(region, scorer), -1);
    pasted.setTreated(foreignBefore, pasted(region, scorer), 1);
    CommonContent content = new CommonContent(own);
    double[] agreement = content.agreement(region);
    double[] usualAgreement = new double[own.size()];
    for (Region control : controls) {
      removed.addControl(ownBefore, removed(control, scorer), -1);
      pasted.addControl(foreignBefore, pasted(control, scorer), 1);
      double[] there = content.agreement(control);
      for (int i = 0; i < there.length; i++) {
        usualAgreement[i] += there[i] / controls.size();
      }
    }
    return new Effects(removed.outcome(), pasted.outcome(), agreement, usualAgreement);
  }

  private List<float[]> removed(Region from, Scorer scorer) {
    PixelImage first = own.get(0);
    LinearImputation imputation =
        new LinearImputation(
            from.pixels(first.height(), first.width()), first.height(), first.width());
    return logits(
        own.stream()
            .map(
                image ->
                    new PixelImage(
                        image.channels(),
                        image.height(),
                        image.width(),
                        imputation.fill(image.values(), image.channels())))
            .toList(),
        scorer);
  }

  private List<float[]> pasted(Region from, Scorer scorer) {
    boolean[] mask = from.pixels(own.get(0).height(), own.get(0).width());
    List<PixelImage> pasted = new ArrayList<>();
    for (int i = 0; i < foreign.size(); i++) {
      pasted.add(Pasting.paste(own.get(i % own.size()), foreign.get(i), mask));
    }
    return logits(pasted, scorer);
  }

  private static List<float[]> logits(List<PixelImage> images, Scorer scorer) {
    List<float[]> logits = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      logits.addAll(scorer.logits(images.subList(from, Math.min(images.size(), from + BATCH))));
    }
    return logits;
  }

  /** One intervention over all images. */
  private final class Series {
    private final double[] effects;
    private final double[] flips;
    private final double[] controlEffects;
    private final double[] controlFlips;

    private Series(int images) {
      effects = new double[images];
      flips = new double[images];
      controlEffects = new double[images];
      controlFlips = new double[images];
    }

    private void setTreated(List<float[]> before, List<float[]> after, int sign) {
      for (int i = 0; i < effects.length; i++) {
        effects[i] = effect(before.get(i), after.get(i), sign);
        flips[i] = flip(before.get(i), after.get(i));
      }
    }

    private void addControl(List<float[]> before, List<float[]> after, int sign) {
      for (int i = 0; i < effects.length; i++) {
        controlEffects[i] += effect(before.get(i), after.get(i), sign) / controls.size();
        controlFlips[i] += flip(before.get(i), after.get(i)) / controls.size();
      }
    }

    private double effect(float[] before, float[] after, int sign) {
      return sign * ((double) after[target] - before[target]);
    }

    private double flip(float[] before, float[] after) {
      boolean was = TargetSelector.argmax(before) == target;
      boolean is = TargetSelector.argmax(after) == target;
      return was == is ? 0 : 1;
    }

    private Effects.Outcome outcome() {
      return new Effects.Outcome(effects, flips, controlEffects, controlFlips);
    }
  }
}
