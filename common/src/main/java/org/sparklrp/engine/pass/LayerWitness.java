package org.sparklrp.engine.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.sparklrp.config.LayerWishes;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.Elementwise;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.relevance.ChannelRelevance;
import org.sparklrp.relevance.LayerFlow;
import org.sparklrp.relevance.LayerRelevance;
import org.sparklrp.rule.LayerNames;

/**
 * Writes down what was asked for of the relevance that arrives at each layer, per slot and image of
 * one backward pass.
 */
public final class LayerWitness implements SignalObserver {
  private final LayerGraph graph;
  private final boolean flows;
  private final IntUnaryOperator source;
  private final TreeMap<Integer, Channels> concepts = new TreeMap<>();
  private final Elementwise elementwise = new Elementwise();

  /** From the logits down to the input, per slot: sums, and the accounts at the time. */
  private final List<List<Snapshot>> snapshots = new ArrayList<>();

  private final TreeMap<Integer, List<double[][]>> channelSums = new TreeMap<>();

  private record Snapshot(double[] sums, double[] bias, double[] stabilizer, double[] dead) {}

  /**
   * A witness for one backward pass.
   *
   * @param graph the network
   * @param wishes what is to be written down
   * @param source the value whose signals arrive at another unchanged, or that itself
   */
  public LayerWitness(LayerGraph graph, LayerWishes wishes, IntUnaryOperator source) {
    this.graph = graph;
    this.flows = wishes.flows();
    this.source = source;
    TreeSet<Integer> nodes = new TreeSet<>();
    wishes.concepts().forEach(glob -> nodes.addAll(LayerNames.find(glob, graph, "concepts")));
    nodes.forEach(node -> concepts.put(node + 1, Channels.of(graph, node)));
  }

  @Override
  public void arrived(int value, List<NativeTensor> signals, List<Account> accounts) {
    Channels channels = concepts.get(value);
    if (channels != null) {
      channelSums.put(
          value, signals.stream().map(signal -> channelSums(signal, channels)).toList());
    }
    if (flows) {
      List<Snapshot> slots = new ArrayList<>();
      for (int slot = 0; slot < signals.size(); slot++) {
        slots.add(snapshot(sums(value, slot, signals.get(slot)), accounts.get(slot)));
      }
      snapshots.add(slots);
    }
  }

  private double[] sums(int value, int slot, NativeTensor signal) {
    int from = source.applyAsInt(value);
    return from == value
        ? elementwise.quickSums(signal)
        : snapshots.get(graph.nodes().size() - from).get(slot).sums;
  }

  private static Snapshot snapshot(double[] sums, Account account) {
    int images = account.images();
    Snapshot snapshot =
        new Snapshot(sums, new double[images], new double[images], new double[images]);
    for (int image = 0; image < images; image++) {
      snapshot.bias[image] = account.bias(image);
      snapshot.stabilizer[image] = account.stabilizer(image);
      snapshot.dead[image] = account.dead(image);
    }
    return snapshot;
  }

  private static double[][] channelSums(NativeTensor signal, Channels channels) {
    double[][] sums = new double[signal.samples()][channels.count()];
    float[] values = signal.toArray();
    int size = signal.sampleSize();
    for (int image = 0; image < sums.length; image++) {
      for (int i = 0; i < size; i++) {
        sums[image][channels.of(i)] += values[image * size + i];
      }
    }
    return sums;
  }

  /** What was seen of one explanation, layers in the network's order. */
  public LayerRelevance of(int slot, int image) {
    List<LayerFlow> seen = new ArrayList<>();
    for (int node = 0; flows && node < graph.nodes().size(); node++) {
      int reached = graph.nodes().size() - 1 - node;
      Snapshot before = snapshots.get(reached).get(slot);
      Snapshot after = snapshots.get(reached + 1).get(slot);
      seen.add(
          new LayerFlow(
              node,
              graph.nodes().get(node).name(),
              before.sums[image],
              after.bias[image] - before.bias[image],
              after.stabilizer[image] - before.stabilizer[image],
              after.dead[image] - before.dead[image]));
    }
    List<ChannelRelevance> channels = new ArrayList<>();
    channelSums.forEach(
        (value, slots) ->
            channels.add(
                new ChannelRelevance(graph.nodes().get(value - 1).name(), slots.get(slot)[image])));
    return new LayerRelevance(seen, channels);
  }
}
