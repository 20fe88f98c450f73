package org.sparklrp.audit.intervention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Regions of the same size and shape at random places, with which an intervention is compared: what
 * the same damage does elsewhere.
 */
public final class ControlRegions {
  /** A control that shares more with the region than this is taken only where none is better. */
  private static final double MOST_COMMON = 0.25;

  private ControlRegions() {}

  private record Move(Region region, int common, int order) {}

  /**
   * Draws them among the places where the whole shape fits into the grid, without repetition as
   * long as there are enough; those away from the region first.
   *
   * @return none where the shape fits at its own place alone
   */
  public static List<Region> of(Region region, int count, long seed) {
    int[] box = region.box();
    List<int[]> places = new ArrayList<>();
    for (int down = -box[0]; down <= region.grid() - box[2]; down++) {
      for (int right = -box[1]; right <= region.grid() - box[3]; right++) {
        if (down != 0 || right != 0) {
          places.add(new int[] {down, right});
        }
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      int other = i + random.nextInt(places.size() - i);
      int[] place = places.set(other, places.get(i));
      Region moved = region.moved(place[0], place[1]);
      moves.add(new Move(moved, region.common(moved), i));
    }
    double most = MOST_COMMON * region.cells();
    moves.sort(
        Comparator.comparingDouble((Move move) -> move.common() <= most ? 0 : move.common())
            .thenComparingInt(Move::order));
    List<Region> controls = new ArrayList<>();
    for (int i = 0; i < count && !moves.isEmpty(); i++) {
      controls.add(moves.get(i % moves.size()).region());
    }
    return controls;
  }
}
