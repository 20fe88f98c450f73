package org.sparklrp.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.sparklrp.engine.ledger.Account;
import org.sparklrp.engine.memory.NativeTensor;

/**
 * What a layer computes forward and how it hands signals (relevance or gradients) back, for one
 * batch size and one rule. Kernels hold no state of a batch and are used by many threads.
 */
public interface Kernel {
  /**
   * Computes the layer's output.
   *
   * @param inputs the input tensors; not released here
   * @param mayOverwrite whether the first input is used by nobody afterwards, so that it may be
   *     retained and overwritten as the output if it is held once
   * @param frame receives what the backward pass will want beside inputs and output
   * @return the output, held by the caller
   */
  NativeTensor forward(List<NativeTensor> inputs, boolean mayOverwrite, Frame frame);

  /**
   * Hands the signals of all target slots back to the inputs. What does not depend on the target is
   * computed once.
   *
   * @param frame the layer's inputs and output as far as this kernel asked to keep them
   * @param signals one per slot, shaped as the output; consumed: released or returned
   * @param accounts one per slot
   * @return per slot the signals of each input, held by the caller
   */
  default List<List<NativeTensor>> backward(
      Frame frame, List<NativeTensor> signals, List<Account> accounts) {
    List<List<NativeTensor>> results = new ArrayList<>();
    for (int slot = 0; slot < signals.size(); slot++) {
      results.add(backward(frame, signals.get(slot), accounts.get(slot)));
    }
    return results;
  }

  /** The same for a single slot, for kernels that share nothing between slots. */
  List<NativeTensor> backward(Frame frame, NativeTensor signal, Account account);

  /** Whether signals go through as they arrive. */
  default boolean passesSignals() {
    return false;
  }

  /** Whether the backward pass reads the inputs. */
  default boolean needsInputs() {
    return false;
  }

  /** Whether the backward pass reads the output. */
  default boolean needsOutput() {
    return false;
  }

  /**
   * Whether the backward pass makes do with, or is quicker by, what a rectifier leaves of the
   * output ({@link Frame#rectified}), where only a rectifier reads it.
   */
  default boolean usesRectified() {
    return false;
  }
}
