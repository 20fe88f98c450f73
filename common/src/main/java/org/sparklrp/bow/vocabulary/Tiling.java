package org.sparklrp.bow.vocabulary;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sparklrp.bow.feature.Area;

/**
 * The parts of an image that are pooled by themselves: one or more grids over the image, each cell
 * of each grid a part (Lazebnik, Schmid and Ponce 2006).
 *
 * @param grids at least one; 1 x 1 is the whole image
 */
public record Tiling(List<Grid> grids) implements Serializable {
  /** The whole image, once. */
  public static final Tiling WHOLE = new Tiling(List.of(new Grid(1, 1)));

  /** Copies the list. */
  public Tiling {
    grids = List.copyOf(grids);
    if (grids.isEmpty()) {
      throw new IllegalArgumentException("A tiling has at least one grid");
    }
  }

  /**
   * Equal cells.
   *
   * @param columns cells side by side, at least 1
   * @param rows cells one below the other, at least 1
   */
  public record Grid(int columns, int rows) implements Serializable {
    /** Checks the numbers. */
    public Grid {
      if (columns < 1 || rows < 1) {
        throw new IllegalArgumentException("No grid of " + columns + " x " + rows + " cells");
      }
    }

    private int cellOf(Area area, int width, int height) {
      int column = (int) ((long) area.doubledCenterX() * columns / (2L * width));
      int row = (int) ((long) area.doubledCenterY() * rows / (2L * height));
      return Math.min(rows - 1, row) * columns + Math.min(columns - 1, column);
    }
  }

  /** The number of cells of all grids. */
  public int cells() {
    return grids.stream().mapToInt(grid -> grid.columns * grid.rows).sum();
  }

  /**
   * The cells each feature belongs to: one per grid. Cells are numbered grid by grid, row by row.
   *
   * @return for each feature its cell in every grid
   */
  public List<int[]> cellsOf(List<Area> areas, int width, int height) {
    List<int[]> cells = new ArrayList<>(areas.size());
    for (Area area : areas) {
      int[] own = new int[grids.size()];
      int first = 0;
      for (int i = 0; i < own.length; i++) {
        Grid grid = grids.get(i);
        own[i] = first + grid.cellOf(area, width, height);
        first += grid.columns * grid.rows;
      }
      cells.add(own);
    }
    return cells;
  }

  /** Where features lie in an image. */
  public Placement place(List<Area> areas, int width, int height) {
    return Placement.of(areas, cellsOf(areas, width, height), cells());
  }
}
