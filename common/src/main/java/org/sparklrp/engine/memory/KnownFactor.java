package org.sparklrp.engine.memory;

/**
 * A block of a tensor without negative values that the caller has read or computed already.
 *
 * @param tensor that may be a factor of what is read
 * @param block its values at the same positions
 */
public record KnownFactor(NativeTensor tensor, float[] block) {

  boolean isFor(Pending.Factor factor) {
    return factor.tensor().storage() == tensor.storage()
        && (factor.part() == Part.WHOLE || factor.part() == Part.POSITIVE);
  }
}
