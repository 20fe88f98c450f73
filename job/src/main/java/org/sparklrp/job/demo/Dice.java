package org.sparklrp.job.demo;

import java.awt.Color;
import java.util.Random;

/**
 * Chance from a seed, the same on every machine: {@link Random} is specified bit for bit, and no
 * method here calls a function of {@link Math} whose last bit a platform may choose.
 */
final class Dice {
  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  /** Dice for one thing out of many: the seed of the whole, mixed with the name of the thing. */
  static Dice of(long seed, String name) {
    long mixed = mix(seed);
    for (int i = 0; i < name.length(); i++) {
      mixed = mix(mixed ^ name.charAt(i));
    }
    return new Dice(mixed);
  }

  /** A number between two bounds. */
  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Roughly normally distributed, with mean 0 and variance 1: the sum of four random bytes. */
  double grain() {
    int bits = random.nextInt();
    int sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    return (sum - 510) / 147.8;
  }

  /** A number from 0 to bound - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Whether something of this probability happens. */
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** One of several. */
  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** One of several colours, written 0xRRGGBB, a little lighter or darker and off its hue. */
  Color color(Integer... choices) {
    int rgb = pick(choices);
    double light = between(-16, 16);
    return new Color(
        Tone.clamp(((rgb >> 16) & 255) + light + between(-9, 9)),
        Tone.clamp(((rgb >> 8) & 255) + light + between(-9, 9)),
        Tone.clamp((rgb & 255) + light + between(-9, 9)));
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
