package org.sparklrp.engine.pass;

import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;

/** Sees, and may change, the signals of a network's values on their way back. */
public interface SignalObserver {
  /** Looks away. */
  SignalObserver NONE = (value, signals, accounts) -> {};

  /**
   * All signals of a value have arrived; the node that produced it passes them on next.
   *
   * @param value 0 for the input, k + 1 for the output of node k; values come in falling order
   * @param signals one per slot, held by the caller
   * @param accounts one per slot
   */
  void arrived(int value, List<NativeTensor> signals, List<Account> accounts);
}
