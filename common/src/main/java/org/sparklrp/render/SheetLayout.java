package org.sparklrp.render;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sparklrp.relevance.RelevanceMap;
import org.sparklrp.render.Canvas.Box;

/**
 * Stacks headings and rows of tiles on a sheet that grows with them. Small maps are enlarged by a
 * whole factor with sharp pixels, so that a pixel of the map stays one square.
 */
final class SheetLayout {
  private static final int SHORTEST_TILE = 224;
  private static final int NARROWEST_SHEET = 420;
  private static final int MARGIN = 16;
  private static final int GAP = 12;
  private static final int BAR = 14;
  private static final int LINE = 4;

  private static final int INK = 0x222222;
  private static final int FAINT_INK = 0x707070;
  private static final int FRAME = 0xc8c8c8;

  private final List<Consumer<Canvas>> drawings = new ArrayList<>();
  private int y = MARGIN;
  private int width = NARROWEST_SHEET;

  /** A line with a name and, where there is room, numbers behind it. */
  void heading(String name, String numbers) {
    int top = y;
    drawings.add(
        canvas -> {
          int room = width - 2 * MARGIN;
          int numbersWidth = Letters.SMALL.width(numbers);
          String fitted = Letters.LARGE.fitStart(name, room - numbersWidth - 2 * GAP);
          Letters.LARGE.draw(canvas, MARGIN, top, fitted, INK);
          int left = width - MARGIN - numbersWidth;
          int baseline = top + Letters.LARGE.height() - Letters.SMALL.height() - 1;
          Letters.SMALL.draw(canvas, left, baseline, numbers, INK);
        });
    y += Letters.LARGE.height() + LINE;
  }

  /** A faint line, cut at its start where it is too long. */
  void note(String text) {
    int top = y;
    drawings.add(
        canvas -> {
          String fitted = Letters.SMALL.fitEnd(text, width - 2 * MARGIN);
          Letters.SMALL.draw(canvas, MARGIN, top, fitted, FAINT_INK);
        });
    y += Letters.SMALL.height() + LINE;
  }

  /** Input, relevance and overlay of one explanation. */
  void explanation(Panel panel) {
    row(
        List.of(
            new Tile("input", panel.input()),
            new Tile("relevance", HeatmapRenderer.heatmap(panel.map())),
            new Tile("overlay", HeatmapRenderer.overlay(panel.input(), panel.map()))),
        HeatmapRenderer.largest(panel.map()));
  }

  /** The three mean maps of a class, on one scale. */
  void means(ClassSheet sheet) {
    double largest = 0;
    List<RelevanceMap> maps = List.of(sheet.mean(), sheet.meanPositive(), sheet.meanNegative());
    for (RelevanceMap map : maps) {
      largest = Math.max(largest, HeatmapRenderer.largest(map));
    }
    row(
        List.of(
            new Tile("mean", HeatmapRenderer.heatmap(sheet.mean(), largest)),
            new Tile("mean of positive", HeatmapRenderer.heatmap(sheet.meanPositive(), largest)),
            new Tile("mean of negative", HeatmapRenderer.heatmap(sheet.meanNegative(), largest))),
        largest);
  }

  /** All that was stacked, drawn. */
  BufferedImage toImage() {
    Canvas canvas = new Canvas(y + MARGIN - GAP, width);
    drawings.forEach(drawing -> drawing.accept(canvas));
    return canvas.toImage();
  }

  private void row(List<Tile> tiles, double largest) {
    int top = y + LINE + Letters.SMALL.height() + LINE;
    int left = MARGIN;
    int bottom = top;
    for (Tile tile : tiles) {
      Box box = tile.box(top, left);
      drawings.add(canvas -> tile.draw(canvas, box));
      left = box.right() + GAP;
      bottom = Math.max(bottom, box.bottom());
    }
    Box bar = new Box(top, left, bottom - top, BAR);
    drawings.add(canvas -> drawBar(canvas, bar, largest));
    int label = Letters.SMALL.width("+" + Caption.number(largest));
    width = Math.max(width, bar.right() + LINE + label + MARGIN);
    y = bottom + GAP + LINE;
  }

  private static void drawBar(Canvas canvas, Box bar, double largest) {
    for (int row = 0; row < bar.height(); row++) {
      double value = 1 - 2.0 * row / Math.max(1, bar.height() - 1);
      Box line = new Box(bar.top() + row, bar.left(), 1, bar.width());
      canvas.fill(line, DivergingColors.of(value));
    }
    canvas.frame(bar, FRAME);
    int left = bar.right() + LINE;
    int first = bar.top() - LINE / 2;
    int last = bar.bottom() - Letters.SMALL.height() + LINE / 2;
    Letters.SMALL.draw(canvas, left, (first + last) / 2, "0", INK);
    if (largest > 0) {
      Letters.SMALL.draw(canvas, left, first, "+" + Caption.number(largest), INK);
      Letters.SMALL.draw(canvas, left, last, "-" + Caption.number(largest), INK);
    }
  }

  /** A picture with a title above it. */
  private record Tile(String title, BufferedImage picture) {
    int scale() {
      int longer = Math.max(picture.getHeight(), picture.getWidth());
      return (SHORTEST_TILE + longer - 1) / longer;
    }

    Box box(int top, int left) {
      return new Box(top, left, picture.getHeight() * scale(), picture.getWidth() * scale());
    }

    void draw(Canvas canvas, Box box) {
      int titleTop = box.top() - LINE - Letters.SMALL.height();
      String fitted = Letters.SMALL.fitStart(title, box.width());
      Letters.SMALL.draw(canvas, box.left(), titleTop, fitted, FAINT_INK);
      canvas.draw(picture, box.top(), box.left(), scale());
      canvas.frame(box, FRAME);
    }
  }
}
