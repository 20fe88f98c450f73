package org.sparklrp.audit.drift;

import java.util.Arrays;

/**
 * The earth mover's distance of two distributions on a square grid (Rubner, Tomasi and Guibas
 * 2000): the least work that turns one into the other, where moving a share over a cell, up, down,
 * left or right, costs it. With such ways the transport is a flow between neighbouring cells (Ling
 * and Okada 2007): 64 nodes on a grid of 8 x 8, solved exactly by shortest augmenting paths.
 *
 * <p>Cost: at most a few hundred paths of O(cells) each, some tenths of a millisecond at 8 x 8.
 */
public final class EarthMover {
  /** Less of a distribution is rounding. */
  private static final double NOTHING = 1e-12;

  /** A step costs 1, or wins 1 back, and potentials of neighbours differ by at most 1. */
  private static final int LENGTHS = 3;

  private static final int UNREACHED = Integer.MAX_VALUE;

  private final int side;
  private final int cells;
  private final double[][] flow;
  private final int[] potential;
  private final int[] way;
  private final int[] from;

  /** Cells by the length of the way to them, as far as they differ: three lengths at a time. */
  private final int[][] reached;

  private final int[] waiting = new int[LENGTHS];

  private EarthMover(int side) {
    this.side = side;
    this.cells = side * side;
    this.flow = new double[cells][4];
    this.potential = new int[cells];
    this.way = new int[cells];
    this.from = new int[cells];
    this.reached = new int[LENGTHS][4 * cells + 1];
  }

  /**
   * The distance in sides of the grid; both are scaled to a sum of 1 first, negative values count
   * as none. 0 between two that are zero, and 1 where only one is.
   */
  public static double distance(double[] mass, double[] other, int side) {
    double own = sum(mass);
    double others = sum(other);
    if (own == 0 || others == 0) {
      return own == others ? 0 : 1;
    }
    double[] excess = new double[mass.length];
    for (int i = 0; i < mass.length; i++) {
      excess[i] = Math.max(0, mass[i]) / own - Math.max(0, other[i]) / others;
    }
    return new EarthMover(side).work(excess) / side;
  }

  private static double sum(double[] mass) {
    double sum = 0;
    for (double each : mass) {
      sum += Math.max(0, each);
    }
    return sum;
  }

  private double work(double[] excess) {
    double work = 0;
    for (int source = next(excess); source >= 0; source = next(excess)) {
      int sink = nearestSink(source, excess);
      if (sink < 0) {
        break;
      }
      double amount = Math.min(excess[source], -excess[sink]);
      for (int cell = sink; cell != source; cell = neighbour(cell, opposite(from[cell]))) {
        double back = flow[cell][opposite(from[cell])];
        if (back > NOTHING) {
          amount = Math.min(amount, back);
        }
      }
      for (int cell = sink; cell != source; cell = neighbour(cell, opposite(from[cell]))) {
        work += push(cell, from[cell], amount);
      }
      excess[source] -= amount;
      excess[sink] += amount;
    }
    return work;
  }

  /** Moves an amount into a cell by a step, taking back what flows against it first. */
  private double push(int cell, int step, double amount) {
    int previous = neighbour(cell, opposite(step));
    double back = flow[cell][opposite(step)];
    if (back > NOTHING) {
      flow[cell][opposite(step)] = back - amount;
      return -amount;
    }
    flow[previous][step] += amount;
    return amount;
  }

  private static int next(double[] excess) {
    int largest = -1;
    for (int cell = 0; cell < excess.length; cell++) {
      if (excess[cell] > NOTHING && (largest < 0 || excess[cell] > excess[largest])) {
        largest = cell;
      }
    }
    return largest;
  }

  /** Dijkstra's algorithm on the residual graph with reduced costs, which are 0, 1 or 2. */
  private int nearestSink(int source, double[] excess) {
    Arrays.fill(way, UNREACHED);
    Arrays.fill(waiting, 0);
    boolean[] done = new boolean[cells];
    reach(source, 0);
    int sink = -1;
    for (int length = 0; sink < 0 && isAnyWaiting(); length++) {
      int place = length % LENGTHS;
      while (sink < 0 && waiting[place] > 0) {
        int cell = reached[place][--waiting[place]];
        if (!done[cell] && way[cell] == length) {
          done[cell] = true;
          if (excess[cell] < -NOTHING) {
            sink = cell;
          } else {
            relax(cell);
          }
        }
      }
    }
    if (sink >= 0) {
      for (int cell = 0; cell < cells; cell++) {
        potential[cell] += Math.min(way[cell], way[sink]);
      }
    }
    return sink;
  }

  private boolean isAnyWaiting() {
    return waiting[0] + waiting[1] + waiting[2] > 0;
  }

  private void reach(int cell, int length) {
    way[cell] = length;
    int place = length % LENGTHS;
    reached[place][waiting[place]++] = cell;
  }

  private void relax(int cell) {
    for (int step = 0; step < 4; step++) {
      int next = neighbour(cell, step);
      if (next >= 0) {
        int cost = flow[next][opposite(step)] > NOTHING ? -1 : 1;
        int reduced = Math.max(0, cost + potential[cell] - potential[next]);
        if (way[cell] + reduced < way[next]) {
          reach(next, way[cell] + reduced);
          from[next] = step;
        }
      }
    }
  }

  /** Up, right, down, left; -1 beyond the edge. */
  private int neighbour(int cell, int step) {
    int y = cell / side;
    int x = cell % side;
    return switch (step) {
      case 0 -> y > 0 ? cell - side : -1;
      case 1 -> x < side - 1 ? cell + 1 : -1;
      case 2 -> y < side - 1 ? cell + side : -1;
      default -> x > 0 ? cell - 1 : -1;
    };
  }

  private static int opposite(int step) {
    return (step + 2) % 4;
  }
}
