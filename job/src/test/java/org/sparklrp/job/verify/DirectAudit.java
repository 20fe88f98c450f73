package org.sparklrp.job.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.sparklrp.audit.finding.Effects;
import org.sparklrp.audit.finding.Experiment;
import org.sparklrp.audit.finding.Scorer;
import org.sparklrp.audit.finding.Verdict;
import org.sparklrp.audit.inference.BenjaminiHochberg;
import org.sparklrp.audit.inference.ChanceLevel;
import org.sparklrp.audit.intervention.ControlRegions;
import org.sparklrp.audit.intervention.Region;
import org.sparklrp.audit.spectral.MapPool;
import org.sparklrp.audit.spectral.SpectralClustering;
import org.sparklrp.audit.suspicion.ClassClusters;
import org.sparklrp.audit.suspicion.ClassMaps;
import org.sparklrp.audit.suspicion.ClusterFigures;
import org.sparklrp.audit.suspicion.ShuffledMaps;
import org.sparklrp.image.PixelImage;

/**
 * What the commands cluster and verify do with a thousand explanations, in one thread and without
 * tables: the same formulas, defaults and limits, in the same order.
 *
 * @param members all explanations, in an order that says nothing
 * @param classes of the model
 * @param seed of whatever is random
 */
public record DirectAudit(List<Member> members, int classes, long seed) {
  private static final int GRID = 16;
  private static final int DRAWS_IN_ALL = 200;
  private static final int CLUSTERS_PER_CLASS = 3;
  private static final int CONTROLS = 20;
  private static final int FEWEST_IMAGES = 10;
  private static final SpectralClustering.Settings SETTINGS =
      new SpectralClustering.Settings(10, 32, 7);

  /**
   * One explanation.
   *
   * @param image what is explained
   * @param target the class
   * @param predicted what the image was taken for
   * @param label what it is
   * @param pooled its map on the grid
   */
  public record Member(PixelImage image, int target, int predicted, int label, float[] pooled) {
    /** From the signed map. */
    public static Member of(PixelImage image, int target, int predicted, int label, float[] map) {
      return new Member(
          image,
          target,
          predicted,
          label,
          new MapPool(GRID).pooled(map, image.height(), image.width()));
    }

    /** The same map for another class. */
    public Member as(int other) {
      return new Member(image, other, predicted, label, pooled);
    }
  }

  /**
   * A class with its clusters.
   *
   * @param target the class
   * @param members its explanations
   * @param clusters of them
   * @param qValue over the classes
   * @param rank by suspicion, from 1
   */
  public record Ranked(
      int target, List<Member> members, ClassClusters clusters, double qValue, int rank) {
    /** Its most suspicious cluster. */
    public int worst() {
      return IntStream.range(0, clusters.figures().size())
          .boxed()
          .max(Comparator.comparingDouble(each -> clusters.figures().get(each).suspicion()))
          .orElse(-1);
    }

    /** The explanations of a cluster. */
    public List<Member> of(int cluster) {
      return IntStream.range(0, members.size())
          .filter(i -> clusters.labels()[i] == cluster)
          .mapToObj(members::get)
          .toList();
    }
  }

  /**
   * A cluster that was tested.
   *
   * @param ranked its class
   * @param cluster its number
   * @param tested how it went
   * @param verdict what that says
   */
  public record Finding(Ranked ranked, int cluster, TestedCandidate tested, Verdict verdict) {
    /** Its region. */
    public Region region() {
      return ranked.clusters.figures().get(cluster).region();
    }

    /** Whether it is proven. */
    public boolean isConfirmed() {
      return verdict == Verdict.CONFIRMED;
    }
  }

  private ClassMaps maps(List<Member> of) {
    MapPool pool = new MapPool(GRID);
    return new ClassMaps(
        GRID,
        of.stream().map(Member::pooled).toArray(float[][]::new),
        of.stream().map(each -> pool.direction(each.pooled())).toArray(float[][]::new));
  }

  private static double[] sum(ClassMaps maps) {
    double[] sum = new double[GRID * GRID];
    for (int map = 0; map < maps.size(); map++) {
      double[] distribution = maps.distribution(map);
      Arrays.setAll(sum, cell -> sum[cell] + distribution[cell]);
    }
    return sum;
  }

  /** The classes by suspicion. */
  public List<Ranked> ranking() {
    ClassMaps all = maps(members);
    double[] everywhere = sum(all);
    ShuffledMaps shuffled =
        new ShuffledMaps(
            GRID,
            all.pooled(),
            all.directions(),
            members.stream().mapToInt(Member::target).toArray());
    List<Ranked> ranking = new ArrayList<>();
    DoubleStream.Builder draws = DoubleStream.builder();
    for (int target = 0; target < classes; target++) {
      int own = target;
      List<Member> of = members.stream().filter(each -> each.target() == own).toList();
      ClassMaps maps = maps(of);
      double[] usual = sum(maps);
      double[] foreign = new double[usual.length];
      Arrays.setAll(foreign, cell -> Math.max(0, everywhere[cell] - usual[cell]));
      ClassClusters clusters = ClassClusters.of(maps, SETTINGS, foreign);
      ranking.add(new Ranked(target, of, clusters, 1, 0));
      for (double draw :
          shuffled.suspicions(
              target, of.size(), (DRAWS_IN_ALL + classes - 1) / classes, SETTINGS, everywhere)) {
        draws.add(draw);
      }
    }
    ChanceLevel chance = new ChanceLevel(draws.build().toArray());
    ranking.sort(Comparator.comparingDouble(each -> -each.clusters().suspicion()));
    double[] qValues =
        BenjaminiHochberg.qValues(
            ranking.stream()
                .mapToDouble(each -> chance.pValue(each.clusters().suspicion()))
                .toArray());
    for (int i = 0; i < qValues.length; i++) {
      Ranked each = ranking.get(i);
      ranking.set(i, new Ranked(each.target(), each.members(), each.clusters(), qValues[i], i + 1));
    }
    return ranking;
  }

  /**
   * Tests the most suspicious clusters of every class.
   *
   * @param images of a cluster, and of other classes, at most
   */
  public List<Finding> verify(List<Ranked> ranking, Scorer scorer, int images) {
    List<Finding> findings = new ArrayList<>();
    for (Ranked ranked : ranking) {
      List<ClusterFigures> figures = ranked.clusters().figures();
      IntStream.range(0, figures.size())
          .filter(cluster -> figures.get(cluster).suspicion() > 0)
          .boxed()
          .sorted(Comparator.comparingDouble(cluster -> -figures.get(cluster).suspicion()))
          .limit(CLUSTERS_PER_CLASS)
          .map(
              cluster ->
                  new Finding(
                      ranked,
                      cluster,
                      test(ranked, cluster, scorer, images),
                      Verdict.NOT_CONFIRMED))
          .forEach(findings::add);
    }
    double[] qValues =
        BenjaminiHochberg.qValues(
            findings.stream().mapToDouble(each -> each.tested().pValue()).toArray());
    return IntStream.range(0, qValues.length)
        .mapToObj(
            i -> {
              Finding each = findings.get(i);
              return new Finding(
                  each.ranked(), each.cluster(), each.tested(), each.tested().verdict(qValues[i]));
            })
        .toList();
  }

  private TestedCandidate test(Ranked ranked, int cluster, Scorer scorer, int images) {
    int target = ranked.target();
    ClusterFigures figures = ranked.clusters().figures().get(cluster);
    List<PixelImage> own =
        ranked.of(cluster).stream()
            .filter(each -> each.predicted() == target)
            .limit(images)
            .map(Member::image)
            .toList();
    List<PixelImage> foreign =
        members.stream()
            .filter(each -> each.target() == each.predicted())
            .filter(each -> each.predicted() != target && each.label() != target)
            .limit(images)
            .map(Member::image)
            .toList();
    Region region = figures.region();
    List<Region> controls = ControlRegions.of(region, CONTROLS, seed);
    Candidate candidate =
        new Candidate(
            target,
            Integer.toString(target),
            cluster,
            figures.count(),
            figures.share(),
            new float[GRID * GRID],
            region.box(),
            figures.suspicion(),
            List.of(),
            List.of());
    if (own.size() < FEWEST_IMAGES
        || foreign.size() < FEWEST_IMAGES
        || region.cells() == 0
        || controls.isEmpty()) {
      return TestedCandidate.untested(candidate, "too few images, or no place for a control");
    }
    Effects effects = new Experiment(target, own, foreign, region, controls).run(scorer);
    return TestedCandidate.of(candidate, effects, seed);
  }
}
