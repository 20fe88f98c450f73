package org.sparklrp.job.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.sparklrp.audit.intervention.Region;
import org.sparklrp.audit.suspicion.ClassMaps;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.verify.DirectAudit;
import org.sparklrp.relevance.TargetSelector;

/**
 * An artefact planted in some images of a class, a network taught with them or without, and the
 * audit of that network on these images.
 *
 * @param kind what is planted
 * @param target the class
 * @param share of its images that carry it
 * @param seed of images, order and marks
 * @param isTaught whether the network was taught with the marks
 */
record Planting(Artefact kind, int target, double share, long seed, boolean isTaught) {
  private static final int TESTED_IMAGES = 30;
  private static final int ASKED_IMAGES = 200;

  /** Does it all. */
  Outcome audit(Pictures pictures, Backbone backbone, RelevanceEngine trunk) {
    Map<Integer, boolean[]> masks = new HashMap<>();
    List<PixelImage> images = new ArrayList<>();
    float[][] features = pictures.features().clone();
    int[] own = pictures.of(target);
    int marks = (int) Math.round(share * own.length);
    Set<Integer> chosen = new HashSet<>();
    Arrays.stream(own).limit(marks).forEach(chosen::add);
    for (int i = 0; i < features.length; i++) {
      float[] values = pictures.values().get(i);
      if (chosen.contains(i)) {
        Artefact.Marked marked = kind.on(values, seed * 100_003 + i);
        masks.put(i, marked.mask());
        values = marked.values();
      }
      images.add(Pictures.pixels(values));
    }
    if (isTaught && !chosen.isEmpty()) {
      List<Integer> places = List.copyOf(chosen);
      float[][] changed = TaughtNetwork.features(trunk, places.stream().map(images::get).toList());
      for (int i = 0; i < changed.length; i++) {
        features[places.get(i)] = changed[i];
      }
    }
    Head head = Head.train(features, pictures.labels(), Pictures.CLASSES, seed);
    try (TaughtNetwork network = new TaughtNetwork(backbone.engine(head))) {
      return audit(network, pictures, images, masks);
    }
  }

  private Outcome audit(
      TaughtNetwork network,
      Pictures pictures,
      List<PixelImage> images,
      Map<Integer, boolean[]> masks) {
    List<TaughtNetwork.Explained> explained = network.explain(images, pictures.labels());
    List<DirectAudit.Member> members =
        explained.stream().map(TaughtNetwork.Explained::member).toList();
    DirectAudit audit = new DirectAudit(members, Pictures.CLASSES, seed);
    List<DirectAudit.Ranked> ranking = audit.ranking();
    List<DirectAudit.Finding> findings = audit.verify(ranking, network::logits, TESTED_IMAGES);
    DirectAudit.Ranked ranked =
        ranking.stream().filter(each -> each.target() == target).findFirst().orElseThrow();
    Set<PixelImage> marked = new HashSet<>();
    masks.keySet().forEach(i -> marked.add(images.get(i)));
    List<DirectAudit.Finding> confirmed =
        findings.stream().filter(DirectAudit.Finding::isConfirmed).toList();
    List<DirectAudit.Finding> right =
        confirmed.stream().filter(finding -> isOfMarks(finding, marked)).toList();
    int cluster = right.isEmpty() ? ranked.worst() : right.get(0).cluster();
    Region region =
        cluster < 0
            ? new Region(16, new boolean[256])
            : ranked.clusters().figures().get(cluster).region();
    return new Outcome(
        this,
        accuracy(members),
        uses(network, pictures),
        ranked.rank(),
        ranked.qValue(),
        (int) ranking.stream().filter(each -> each.qValue() <= Outcome.LEVEL).count(),
        verdict(findings, ranked),
        right.size(),
        confirmed.size() - right.size(),
        Retrieval.of(
            ranked.members().stream()
                .map(
                    member ->
                        new Retrieval.Item(
                            region.share(ClassMaps.distribution(member.pooled())),
                            marked.contains(member.image())))
                .toList()),
        overlap(region, masks),
        mass(explained, masks),
        isTaught ? 0 : shuffledAlarms(members));
  }

  /** A finding is right if more than half of its cluster carries the mark. */
  private boolean isOfMarks(DirectAudit.Finding finding, Set<PixelImage> marked) {
    List<DirectAudit.Member> own = finding.ranked().of(finding.cluster());
    long with = own.stream().filter(member -> marked.contains(member.image())).count();
    return finding.ranked().target() == target && 2 * with > own.size();
  }

  private static double accuracy(List<DirectAudit.Member> members) {
    return members.stream()
        .filter(each -> each.target() == each.label())
        .mapToDouble(each -> each.predicted() == each.label() ? 1 : 0)
        .average()
        .orElse(0);
  }

  /**
   * How many images of other classes the mark makes the class, beyond those that are so without.
   */
  private double uses(TaughtNetwork network, Pictures pictures) {
    int[] others =
        IntStream.range(0, pictures.labels().length)
            .filter(i -> pictures.labels()[i] != target)
            .limit(ASKED_IMAGES)
            .toArray();
    List<PixelImage> plain = new ArrayList<>();
    List<PixelImage> with = new ArrayList<>();
    for (int i : others) {
      float[] values = pictures.values().get(i);
      plain.add(Pictures.pixels(values));
      with.add(Pictures.pixels(kind.on(values, seed * 100_003 + i).values()));
    }
    return taken(network.logits(with)) - taken(network.logits(plain));
  }

  private double taken(List<float[]> logits) {
    return logits.stream()
        .mapToDouble(each -> TargetSelector.argmax(each) == target ? 1 : 0)
        .average()
        .orElse(0);
  }

  /** The verdict on the class's most suspicious cluster. */
  private static String verdict(List<DirectAudit.Finding> findings, DirectAudit.Ranked ranked) {
    return findings.stream()
        .filter(each -> each.ranked().target() == ranked.target())
        .findFirst()
        .map(each -> each.verdict().word())
        .orElse("-");
  }

  /** Intersection over union of the region and the marks, on the mean. */
  private static double overlap(Region region, Map<Integer, boolean[]> masks) {
    boolean[] inside = region.pixels(Artefact.Canvas.SIDE, Artefact.Canvas.SIDE);
    return masks.values().stream()
        .mapToDouble(
            mask -> {
              double both = 0;
              double either = 0;
              for (int pixel = 0; pixel < mask.length; pixel++) {
                both += mask[pixel] && inside[pixel] ? 1 : 0;
                either += mask[pixel] || inside[pixel] ? 1 : 0;
              }
              return both / either;
            })
        .average()
        .orElse(Double.NaN);
  }

  /** How much of |R| for the class lies on the mark, mean over the marked images. */
  private double mass(List<TaughtNetwork.Explained> explained, Map<Integer, boolean[]> masks) {
    return explained.stream()
        .filter(each -> each.member().target() == target && masks.containsKey(each.image()))
        .mapToDouble(
            each -> {
              boolean[] mask = masks.getOrDefault(each.image(), new boolean[0]);
              double all = 0;
              double within = 0;
              for (int pixel = 0; pixel < mask.length; pixel++) {
                double size = Math.abs(each.map()[pixel]);
                all += size;
                within += mask[pixel] ? size : 0;
              }
              return within / all;
            })
        .average()
        .orElse(Double.NaN);
  }

  /**
   * Of untaught networks, how many classes raise an alarm once the maps are shuffled between the
   * classes.
   */
  private int shuffledAlarms(List<DirectAudit.Member> members) {
    List<Integer> targets = new ArrayList<>(members.stream().map(each -> each.target()).toList());
    Collections.shuffle(targets, new Random(seed));
    List<DirectAudit.Member> shuffled =
        IntStream.range(0, targets.size())
            .mapToObj(i -> members.get(i).as(targets.get(i)))
            .toList();
    return (int)
        new DirectAudit(shuffled, Pictures.CLASSES, seed)
            .ranking().stream().filter(each -> each.qValue() <= Outcome.LEVEL).count();
  }
}
