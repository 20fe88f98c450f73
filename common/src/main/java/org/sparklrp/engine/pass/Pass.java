package org.sparklrp.engine.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparklrp.engine.kernel.Frame;
import org.sparklrp.engine.kernel.Kernel;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.ledger.Reconciliation;
import org.sparklrp.engine.ledger.Settlement;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.engine.memory.TensorPool;
import org.sparklrp.model.LayerGraph;

/**
 * One batch on its way through a program: forward once, then backward for any number of groups of
 * targets.
 */
public final class Pass implements AutoCloseable {
  private final Program program;
  private final TensorPool pool;
  private final List<Frame> frames = new ArrayList<>();
  private final Map<Integer, NativeTensor> watched = new HashMap<>();
  private final Set<Integer> watches;

  public Pass(Program program, TensorPool pool) {
    this(program, pool, Set.of());
  }

  /**
   * A pass that keeps some values of the network as well.
   *
   * @param watches the values, 0 being the input and k + 1 the output of node k
   */
  public Pass(Program program, TensorPool pool, Set<Integer> watches) {
    this.program = program;
    this.pool = pool;
    this.watches = watches;
  }

  /** A value that is watched, once the forward pass is done; held by the pass. */
  public NativeTensor watched(int value) {
    return present(watched.get(value));
  }

  /**
   * Runs the network.
   *
   * @param input the batch, N x C x H x W values
   * @param keep whether a backward pass follows, for which the layers keep what they need
   * @return the logits, N x classes values
   */
  public float[] forward(float[] input, boolean keep) {
    long start = System.nanoTime();
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
      boolean mayOverwrite = program.isLastToReadFirst(i);
      NativeTensor output = kernel.forward(inputs, mayOverwrite, frame);
      if (keep) {
        keep(i, output);
      }
      values[i + 1] = output;
      if (watches.contains(i + 1)) {
        watched.put(i + 1, output.retain());
      }
      for (int index : program.lastReads(i)) {
        present(values[index]).release();
        values[index] = null;
      }
    }
    NativeTensor last = present(values[nodes.size()]);
    float[] logits = last.toArray();
    last.release();
    program.countForward(System.nanoTime() - start);
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
  public List<float[]> backward(List<float[]> starts, List<Account> accounts, boolean last) {
    return backward(starts, accounts, last, SignalObserver.NONE, 0);
  }

  /**
   * The same, seen by an observer and ended at some value.
   *
   * @param observer sees the signals of every value that is reached
   * @param end the value whose signals are the result; 0 is the input
   */
  public List<float[]> backward(
      List<float[]> starts,
      List<Account> accounts,
      boolean last,
      SignalObserver observer,
      int end) {
    List<LayerGraph.Node> nodes = program.graph().nodes();
    Signals signals = new Signals(pool.elementwise());
    List<double[]> scores = new ArrayList<>();
    for (float[] start : starts) {
      NativeTensor seed = pool.take(program.batch(), program.classes());
      seed.set(start);
      signals.add(nodes.size(), seed);
      scores.add(pool.elementwise().sums(seed));
    }
    Ledgers ledgers = new Ledgers(accounts, scores);
    for (int i = nodes.size() - 1; i >= end; i--) {
      List<NativeTensor> arrived = signals.take(i + 1);
      if (program.settlement(i) == Settlement.GROWN) {
        catchUp(arrived, false, signals, ledgers);
      }
      observer.arrived(i + 1, arrived, accounts);
      deliver(handOn(i, arrived, ledgers), nodes.get(i).inputs(), signals, ledgers);
      if (last) {
        frames.get(i).release();
      }
    }
    List<NativeTensor> ends = signals.take(end);
    if (program.joins() == Settlement.GROWN) {
      catchUp(ends, true, signals, ledgers);
    }
    observer.arrived(end, ends, accounts);
    List<float[]> results = new ArrayList<>();
    for (NativeTensor signal : ends) {
      results.add(signal.toArray());
      signal.release();
    }
    signals.release();
    return results;
  }

  /** What the slots of a backward pass have kept so far, and the scores they started from. */
  private record Ledgers(List<Account> accounts, List<double[]> scores) {}

  /** Closes the ledger of all layers passed so far, of all images or where relevance has grown. */
  private void catchUp(
      List<NativeTensor> arrived, boolean ofAll, Signals elsewhere, Ledgers ledgers) {
    for (int i = 0; i < arrived.size(); i++) {
      int slot = i;
      Reconciliation.catchUp(
          arrived.get(slot),
          ledgers.accounts.get(slot),
          ledgers.scores.get(slot),
          image -> elsewhere.sum(slot, image),
          ofAll,
          pool.elementwise());
    }
  }

  /** Through one layer, its own ledger closed where it needs that. */
  private List<List<NativeTensor>> handOn(int node, List<NativeTensor> arrived, Ledgers ledgers) {
    Settlement settlement = program.settlement(node);
    boolean closes = settlement == Settlement.ROUNDING || settlement == Settlement.DERIVATIVE;
    List<Reconciliation> open = new ArrayList<>();
    for (int slot = 0; slot < arrived.size() && closes; slot++) {
      open.add(before(List.of(arrived.get(slot)), slot, ledgers));
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

  private Reconciliation before(List<NativeTensor> relevance, int slot, Ledgers ledgers) {
    return Reconciliation.of(
        relevance, ledgers.accounts.get(slot), ledgers.scores.get(slot), pool.elementwise());
  }

  private void deliver(
      List<List<NativeTensor>> handed, List<Integer> inputs, Signals signals, Ledgers ledgers) {
    for (int slot = 0; slot < handed.size(); slot++) {
      for (int i = 0; i < inputs.size(); i++) {
        NativeTensor share = handed.get(slot).get(i);
        if (signals.has(inputs.get(i), slot)) {
          join(signals.change(inputs.get(i), slot), share, slot, ledgers);
          share.release();
        } else {
          signals.add(inputs.get(i), share);
        }
      }
    }
  }

  private void join(NativeTensor waiting, NativeTensor share, int slot, Ledgers ledgers) {
    if (program.joins() != Settlement.ROUNDING) {
      waiting.addLater(share);
      return;
    }
    Reconciliation open = before(List.of(waiting, share), slot, ledgers);
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
