package org.sparklrp.engine.method;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.pass.ChannelMask;
import org.sparklrp.engine.pass.LayerWitness;
import org.sparklrp.engine.pass.Pass;
import org.sparklrp.engine.pass.SignalObserver;
import org.sparklrp.engine.request.MethodSettings;

/**
 * One way back through the network: relevance propagation by a composite, and the methods made of
 * one gradient. Targets go together in groups that the signals' memory bounds; all groups share the
 * forward pass.
 */
final class Propagation implements Strategy {
  @Override
  public boolean goesBack() {
    return true;
  }

  @Override
  public void explain(BatchRun run, Pass pass, AttributionBatch results) {
    MethodSettings settings = run.settings();
    ChannelMask mask = new ChannelMask(run.program().graph(), settings.method().conditions());
    int slots = run.images().slots();
    int group = run.slotsAtOnce();
    for (int first = 0; first < slots; first += group) {
      int end = Math.min(slots, first + group);
      List<float[]> starts = new ArrayList<>();
      List<Account> accounts = new ArrayList<>();
      for (int slot = first; slot < end; slot++) {
        starts.add(run.images().start(slot, settings.decomposes()));
        accounts.add(new Account(run.images().count()));
      }
      LayerWitness witness =
          new LayerWitness(
              run.program().graph(),
              run.wishes(),
              value -> mask.covers(value) ? value : run.program().source(value));
      SignalObserver both =
          (value, signals, each) -> {
            mask.arrived(value, signals, each);
            witness.arrived(value, signals, each);
          };
      List<float[]> signals = pass.backward(starts, accounts, end == slots, both, 0);
      for (int slot = first; slot < end; slot++) {
        float[] values = finished(signals.get(slot - first), run);
        Account account =
            settings.decomposes() ? accounts.get(slot - first) : new Account(run.images().count());
        int place = slot - first;
        results.add(slot, values, account, image -> witness.of(place, image));
      }
    }
  }

  /** What the method makes of the signal at the input. */
  private static float[] finished(float[] signal, BatchRun run) {
    switch (run.settings().method().name()) {
      case INPUT_X_GRADIENT -> {
        for (int i = 0; i < signal.length; i++) {
          signal[i] *= run.images().pixels()[i];
        }
      }
      case SENSITIVITY -> {
        for (int i = 0; i < signal.length; i++) {
          signal[i] *= signal[i];
        }
      }
      default -> {}
    }
    return signal;
  }
}
