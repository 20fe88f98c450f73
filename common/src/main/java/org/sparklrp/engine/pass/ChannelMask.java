package org.sparklrp.engine.pass;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparklrp.config.Condition;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;
import org.sparklrp.fault.UserException;
import org.sparklrp.model.LayerGraph;
import org.sparklrp.rule.LayerNames;

/**
 * Conditional propagation (Achtibat et al. 2023, eq. 5): at the layers that conditions name, the
 * relevance of all other channels is taken out and booked.
 */
public final class ChannelMask implements SignalObserver {
  private record Kept(Channels channels, boolean[] passes) {}

  private final Map<Integer, Kept> masks;

  /**
   * A mask.
   *
   * @throws UserException when a layer or a channel does not exist
   */
  public ChannelMask(LayerGraph graph, List<Condition> conditions) {
    masks = masks(graph, conditions);
  }

  /**
   * Checks conditions against a network.
   *
   * @throws UserException when a layer or a channel does not exist
   */
  public static void check(LayerGraph graph, List<Condition> conditions) {
    masks(graph, conditions);
  }

  private static Map<Integer, Kept> masks(LayerGraph graph, List<Condition> conditions) {
    Map<Integer, Kept> masks = new HashMap<>();
    for (Condition condition : conditions) {
      for (int node : LayerNames.find(condition.layer(), graph, "method.conditions")) {
        masks.put(node + 1, kept(graph, node, condition));
      }
    }
    return masks;
  }

  private static Kept kept(LayerGraph graph, int node, Condition condition) {
    Channels channels = Channels.of(graph, node);
    boolean[] passes = new boolean[channels.count()];
    for (int channel : condition.channels()) {
      if (channel >= passes.length) {
        throw new UserException(
            String.format(
                Locale.ROOT,
                "Cannot restrict relevance to channel %d of %s: the layer has %d channels; allowed are 0 to %d",
                channel,
                graph.nodes().get(node).name(),
                passes.length,
                passes.length - 1));
      }
      passes[channel] = true;
    }
    return new Kept(channels, passes);
  }

  /** Whether a value's signals are changed. */
  public boolean covers(int value) {
    return masks.containsKey(value);
  }

  @Override
  public void arrived(int value, List<NativeTensor> signals, List<Account> accounts) {
    Kept kept = masks.get(value);
    if (kept == null) {
      return;
    }
    for (int slot = 0; slot < signals.size(); slot++) {
      mask(signals.get(slot), kept, accounts.get(slot));
    }
  }

  private static void mask(NativeTensor signal, Kept kept, Account account) {
    float[] values = signal.toArray();
    int size = signal.sampleSize();
    for (int image = 0; image < signal.samples(); image++) {
      double taken = 0;
      for (int i = 0; i < size; i++) {
        if (!kept.passes[kept.channels.of(i)]) {
          taken += values[image * size + i];
          values[image * size + i] = 0f;
        }
      }
      account.absorbConditions(image, taken);
    }
    signal.set(values);
  }
}
