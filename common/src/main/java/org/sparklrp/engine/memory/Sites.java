package org.sparklrp.engine.memory;

/**
 * The positions of a layer's values, each with one entry per group of channels: what sums over
 * channels are kept by. Entries lie position by position, the groups of a position beside each
 * other.
 *
 * @param groups groups of channels
 * @param channels of all groups together
 * @param area positions
 */
public record Sites(int groups, int channels, int area) {
  /** How many entries an image has. */
  public int size() {
    return groups * area;
  }

  /** Adds a block of an image's values to the entries of their sites. */
  public void add(float[] block, int at, int length, boolean channelsLast, double[] sums) {
    int ofGroup = channels / groups;
    int end = at + length;
    int run = channelsLast ? ofGroup : area;
    int next;
    for (int first = at; first < end; first = next) {
      next = Math.min(end, (first / run + 1) * run);
      int from = first - at;
      int to = next - at;
      if (channelsLast) {
        sums[first / ofGroup] += BlockSums.sum(block, from, to);
      } else {
        int site = first % area * groups + first / area / ofGroup;
        for (int i = from; i < to; i++, site += groups) {
          sums[site] += block[i];
        }
      }
    }
  }

  /** Reads the entries that a block of an image's values belongs to. */
  public void read(float[] entries, int at, int length, boolean channelsLast, float[] block) {
    int ofGroup = channels / groups;
    int end = at + length;
    int run = channelsLast ? ofGroup : area;
    int next;
    for (int first = at; first < end; first = next) {
      next = Math.min(end, (first / run + 1) * run);
      if (channelsLast) {
        float entry = entries[first / ofGroup];
        for (int i = first - at; i < next - at; i++) {
          block[i] = entry;
        }
      } else {
        int site = first % area * groups + first / area / ofGroup;
        for (int i = first - at; i < next - at; i++, site += groups) {
          block[i] = entries[site];
        }
      }
    }
  }
}
