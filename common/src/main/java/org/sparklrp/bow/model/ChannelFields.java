package org.sparklrp.bow.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparklrp.bow.feature.Border;
import org.sparklrp.bow.feature.ColorDescriptor;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.DenseGrid;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.PatchDescriptor;
import org.sparklrp.bow.feature.SiftDescriptor;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;

/**
 * How a channel's descriptor, mapping, pooling and tiling are written, and read again. Fields that
 * are left out have the defaults given here.
 */
public final class ChannelFields {
  private static final double PIXEL_CONTRAST_FLOOR = 10 / 65025.0;

  private ChannelFields() {}

  /**
   * Reads the section {@code features}.
   *
   * @param colour the space of patches and colours where none is written; SIFT's is luma
   */
  public static Descriptor descriptor(Fields fields, ColorSpace colour) {
    String type = fields.text("type", null);
    ColorSpace space =
        fields.choice("space", ColorSpace.class, type.equals("sift") ? ColorSpace.LUMA : colour);
    DenseGrid grid =
        new DenseGrid(
            fields.whole("step", 2, 1), fields.choice("border", Border.class, Border.INSIDE));
    try {
      Descriptor descriptor =
          switch (type) {
            case "sift" ->
                new SiftDescriptor(
                    space,
                    grid,
                    fields.whole("cells", 4, 1),
                    fields.whole("orientations", 8, 2),
                    fields.wholes("scales", List.of(2, 3), 2),
                    fields.decimal("smoothing", 1 / 6.0));
            case "patch" ->
                new PatchDescriptor(
                    space,
                    grid,
                    fields.whole("samples", 6, 2),
                    fields.wholes("scales", List.of(1), 1),
                    fields.decimal("contrast-floor", PIXEL_CONTRAST_FLOOR));
            case "colour" ->
                new ColorDescriptor(
                    space,
                    grid,
                    fields.wholes("sides", List.of(4, 8), 1),
                    fields.whole("quantiles", 5, 1));
            default -> throw fields.unsuitable("type", "one of sift, patch, colour");
          };
      fields.done();
      return descriptor;
    } catch (IllegalArgumentException e) {
      throw fields.unsuitable(e);
    }
  }

  /** The section {@code features} of a descriptor. */
  public static Map<String, Object> written(Descriptor descriptor) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("space", Fields.key(descriptor.space()));
    fields.put("step", descriptor.grid().step());
    fields.put("border", Fields.key(descriptor.grid().border()));
    if (descriptor instanceof SiftDescriptor sift) {
      fields.put("type", "sift");
      fields.put("cells", sift.cells());
      fields.put("orientations", sift.orientations());
      fields.put("scales", sift.scales());
      fields.put("smoothing", sift.smoothing());
    } else if (descriptor instanceof PatchDescriptor patch) {
      fields.put("type", "patch");
      fields.put("samples", patch.samples());
      fields.put("scales", patch.scales());
      fields.put("contrast-floor", patch.contrastFloor());
    } else if (descriptor instanceof ColorDescriptor colour) {
      fields.put("type", "colour");
      fields.put("sides", colour.sides());
      fields.put("quantiles", colour.quantiles());
    }
    return fields;
  }

  /** Reads the section {@code mapping}. */
  public static Mapping mapping(Fields fields) {
    String type = fields.text("type", "rank");
    int nearest = fields.whole("nearest", Mapping.Rank.PAPER_NEAREST, 1);
    try {
      Mapping mapping =
          switch (type) {
            case "hard" -> new Mapping.Hard();
            case "rank" ->
                new Mapping.Rank(fields.decimal("base", Mapping.Rank.PAPER_BASE), nearest);
            case "soft" -> new Mapping.Soft(fields.decimal("sharpness", Double.NaN), nearest);
            default -> throw fields.unsuitable("type", "one of hard, rank, soft");
          };
      fields.done();
      return mapping;
    } catch (IllegalArgumentException e) {
      throw fields.unsuitable(e);
    }
  }

  /** The section {@code mapping} of a mapping. */
  public static Map<String, Object> written(Mapping mapping) {
    if (mapping instanceof Mapping.Rank rank) {
      return Map.of("type", "rank", "base", rank.base(), "nearest", rank.nearest());
    }
    if (mapping instanceof Mapping.Soft soft) {
      return Map.of("type", "soft", "sharpness", soft.sharpness(), "nearest", soft.nearest());
    }
    return Map.of("type", "hard");
  }

  /** Reads the field {@code pooling} of a channel. */
  public static Pooling pooling(Fields channel) {
    try {
      return new Pooling(channel.decimal("pooling", 1));
    } catch (IllegalArgumentException e) {
      throw channel.unsuitable("pooling", "a number of at least 1, or infinity");
    }
  }

  /** The field {@code pooling}. */
  public static Object written(Pooling pooling) {
    return pooling.isMax() ? "infinity" : pooling.p();
  }

  /** Reads the field {@code tiling} of a channel. */
  public static Tiling tiling(Fields channel) {
    List<Tiling.Grid> grids = new ArrayList<>();
    for (String text : channel.texts("tiling", List.of("1x1"))) {
      String[] sides = text.split("x", -1);
      try {
        grids.add(new Tiling.Grid(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw channel.unsuitable("tiling", "a list of grids as \"2x2\": columns x rows");
      }
    }
    if (grids.isEmpty()) {
      throw channel.unsuitable("tiling", "a list of at least one grid");
    }
    return new Tiling(grids);
  }

  /** The field {@code tiling}. */
  public static List<String> written(Tiling tiling) {
    return tiling.grids().stream().map(grid -> grid.columns() + "x" + grid.rows()).toList();
  }
}
