package org.sparklrp.audit.inference;

import java.nio.charset.StandardCharsets;

/**
 * A number per image id that looks random and is the same everywhere: samples drawn by it do not
 * depend on partitions or on the order of images.
 */
public final class IdHash {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private IdHash() {}

  /** 64 bits of an id and a seed: FNV-1a, then the finaliser of SplitMix64. */
  public static long of(String id, long seed) {
    long hash = OFFSET ^ mixed(seed);
    for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * PRIME;
    }
    return mixed(hash);
  }

  /** The same as a fraction, 0 to less than 1. */
  public static double fraction(long hash) {
    return (hash >>> 11) * 0x1p-53;
  }

  private static long mixed(long bits) {
    long mixed = bits;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
