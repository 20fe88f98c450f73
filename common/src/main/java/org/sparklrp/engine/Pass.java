package org.sparklrp.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparklrp.model.LayerGraph;

/**
 * One batch on its way through a program: forward once, then backward for any number of groups of
 * targets.
 */
final class Pass implements AutoCloseable {
  private final Program program;
  private final TensorPool pool;
  private final List<Frame> frames = new ArrayList<>();
  private final Map<Integer, NativeTensor> watched = new HashMap<>();
  private final Set<Integer> watches;

  Pass(Program program, TensorPool pool) {
    this(program, pool, Set.of());
  }

  /**
   * A pass that keeps some values of the network as well.
   *
   * @param watches the values, 0 being the input and k + 1 the output of node k
   */
  Pass(Program program, TensorPool pool, Set<Integer> watches) {
    this.program = program;
    this.pool = pool;
    this.watches = watches;
  }

  /** A value that is watched, once the forward pass is done; held by the pass. */
  NativeTensor watched(int value) {
    return present(watched.get(value));
  }

  /**
   * Runs the network.
   *
   * @param input the batch, N x C x H x W values
   * @param keep whether a backward pass follows, for which the layers keep what they need
   * @return the logits, N x classes values
   */
  float[] forward(float[] input, boolean keep) {
    program.countForward();
    List<LayerGraph.Node> nodes = program.graph().nodes();
    @Nullable NativeTensor[] values = new NativeTensor[nodes.size() + 1];
    NativeTensor first = pool.take(program.inputShape());
    first.set(input);
    values[0] = first;
    for (int i = 0; i < nodes.size(); i++) {
      LayerGraph.Node node = nodes.get(i);
      Kernel kernel = program.kernel(i);
      Frame frame = new Frame(pool);
      if (keep) {
        frames.add(frame);
      }
      List<NativeTensor> inputs = new ArrayList<>();
      for (int index : node.inputs()) {
        inputs.add(present(values[index]));
      }
      if (keep && kernel.needsInputs()) {
        frame.keepInputs(inputs);
      }
      boolean mayOverwrite = program.lastUse(node.inputs().get(0)) == i;
      NativeTensor output = kernel.forward(inputs, mayOverwrite, frame);
      if (keep) {
        keep(i, output);
      }
      values[i + 1] = output;
      if (watches.contains(i + 1)) {
        watched.put(i + 1, output.retain());
      }
      for (int index : node.inputs().stream().distinct().toList()) {
        if (program.lastUse(index) == i) {
          present(values[index]).release();
          values[index] = null;
        }
      }
    }
    NativeTensor last = present(values[nodes.size()]);
    float[] logits = last.toArray();
    last.release();
    return logits;
  }

  /** Keeps a node's output for its backward pass, or for that of the node it rectifies. */
  private void keep(int node, NativeTensor output) {
    if (program.kernel(node).needsOutput() && !program.isRectified(node)) {
      frames.get(node).keepOutput(output);
    }
    if (program.rectified(node) != Program.NONE) {
      frames.get(program.rectified(node)).keepRectified(output);
    }
  }

  /**
   * Hands the signals of some target slots back to the input.
   *
   * @param starts one per slot: the signal at the logits, N x classes values
   * @param accounts one per slot
   * @param last whether no further call follows, so that what the forward pass kept is released on
   *     the way
   * @return one per slot: the signal at the input, N x C x H x W values
   */
  List<float[]> backward(List<float[]> starts, List<Account> accounts, boolean last) {
    return backward(starts, accounts, last, SignalObserver.NONE, 0);
  }

  /**
   * The same, seen by an observer and ended at some value.
   *
   * @param observer sees the signals of every value that is reached
   * @param end the value whose signals are the result; 0 is the input
   */
  List<float[]> backward(
      List<float[]> starts,
      List<Account> accounts,
      boolean last,
      SignalObserver observer,
      int end) {
    List<LayerGraph.Node> nodes = program.graph().nodes();
    List<@Nullable List<NativeTensor>> signals = new ArrayList<>();
    for (int value = 0; value < nodes.size(); value++) {
      signals.add(null);
    }
    List<NativeTensor> seeds = new ArrayList<>();
    List<double[]> scores = new ArrayList<>();
    for (float[] start : starts) {
      NativeTensor seed = pool.take(program.batch(), program.classes());
      seed.set(start);
      seeds.add(seed);
      scores.add(pool.elementwise().sums(seed));
    }
    signals.add(seeds);
    Ledgers ledgers = new Ledgers(accounts, scores);
    for (int i = nodes.size() - 1; i >= end; i--) {
      List<NativeTensor> arrived = present(signals.get(i + 1));
      observer.arrived(i + 1, arrived, accounts);
      signals.set(i + 1, null);
      deliver(handOn(i, arrived, signals, ledgers), nodes.get(i).inputs(), signals, ledgers);
      if (last) {
        frames.get(i).release();
      }
    }
    List<NativeTensor> ends = present(signals.get(end));
    observer.arrived(end, ends, accounts);
    signals.set(end, null);
    for (int slot = 0; slot < ends.size() && program.joins() == Settlement.GROWN; slot++) {
      begin(program.joins(), ends.get(slot), slot, signals, ledgers);
    }
    List<float[]> results = new ArrayList<>();
    for (NativeTensor signal : ends) {
      results.add(signal.toArray());
      signal.release();
    }
    for (List<NativeTensor> left : signals) {
      if (left != null) {
        left.forEach(NativeTensor::release);
      }
    }
    return results;
  }

  /** What the slots of a backward pass have kept so far, and the scores they started from. */
  private record Ledgers(List<Account> accounts, List<double[]> scores) {}

  /** Through one layer, its ledger closed. */
  private List<List<NativeTensor>> handOn(
      int node,
      List<NativeTensor> arrived,
      List<@Nullable List<NativeTensor>> signals,
      Ledgers ledgers) {
    Settlement settlement = program.settlement(node);
    List<Reconciliation> open = new ArrayList<>();
    for (int slot = 0; slot < arrived.size() && settlement != Settlement.NONE; slot++) {
      open.add(begin(settlement, arrived.get(slot), slot, signals, ledgers));
    }
    List<List<NativeTensor>> handed =
        program.kernel(node).backward(frames.get(node), arrived, ledgers.accounts);
    for (int slot = 0; slot < open.size(); slot++) {
      if (settlement == Settlement.DERIVATIVE) {
        open.get(slot).book(handed.get(slot), ledgers.accounts.get(slot));
      } else {
        open.get(slot).settle(handed.get(slot), ledgers.accounts.get(slot));
      }
    }
    return handed;
  }

  /** Opens the ledger of one layer, and closes that of the layers before where it is time to. */
  private Reconciliation begin(
      Settlement settlement,
      NativeTensor arrived,
      int slot,
      List<@Nullable List<NativeTensor>> signals,
      Ledgers ledgers) {
    Reconciliation open = before(settlement, List.of(arrived), slot, ledgers);
    if (settlement == Settlement.GROWN) {
      Account account = ledgers.accounts.get(slot);
      open.catchUp(List.of(arrived), account, image -> sum(signals, slot, image));
    }
    return open;
  }

  private Reconciliation before(
      Settlement settlement, List<NativeTensor> relevance, int slot, Ledgers ledgers) {
    Account account = ledgers.accounts.get(slot);
    double[] scores = ledgers.scores.get(slot);
    return settlement == Settlement.GROWN
        ? Reconciliation.ofGrown(relevance, account, scores, pool.elementwise())
        : Reconciliation.ofAll(relevance, account, scores, pool.elementwise());
  }

  /** The relevance of an image that waits at the layers to come. */
  private double sum(List<@Nullable List<NativeTensor>> signals, int slot, int image) {
    double sum = 0;
    for (List<NativeTensor> waiting : signals) {
      if (waiting != null) {
        sum += pool.elementwise().sum(waiting.get(slot), image);
      }
    }
    return sum;
  }

  private void deliver(
      List<List<NativeTensor>> handed,
      List<Integer> inputs,
      List<@Nullable List<NativeTensor>> signals,
      Ledgers ledgers) {
    for (int slot = 0; slot < handed.size(); slot++) {
      for (int i = 0; i < inputs.size(); i++) {
        NativeTensor share = handed.get(slot).get(i);
        List<NativeTensor> waiting = signals.get(inputs.get(i));
        if (waiting == null) {
          waiting = new ArrayList<>();
          signals.set(inputs.get(i), waiting);
        }
        if (waiting.size() == slot) {
          waiting.add(share);
        } else {
          join(waiting.get(slot), share, slot, ledgers);
          share.release();
        }
      }
    }
  }

  private void join(NativeTensor waiting, NativeTensor share, int slot, Ledgers ledgers) {
    if (program.joins() == Settlement.NONE) {
      waiting.addLater(share);
      return;
    }
    Reconciliation open = before(program.joins(), List.of(waiting, share), slot, ledgers);
    waiting.addLater(share);
    open.settle(List.of(waiting), ledgers.accounts.get(slot));
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("A value was released before its last use");
    }
    return value;
  }

  @Override
  public void close() {
    frames.forEach(Frame::release);
    frames.clear();
    watched.values().forEach(NativeTensor::release);
    watched.clear();
  }
}
