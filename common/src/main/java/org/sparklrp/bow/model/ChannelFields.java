package org.sparklrp.bow.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparklrp.bow.feature.Anchor;
import org.sparklrp.bow.feature.Border;
import org.sparklrp.bow.feature.ColorDescriptor;
import org.sparklrp.bow.feature.ColorSpace;
import org.sparklrp.bow.feature.DenseGrid;
import org.sparklrp.bow.feature.Descriptor;
import org.sparklrp.bow.feature.FeatureSource;
import org.sparklrp.bow.feature.GivenFeatures;
import org.sparklrp.bow.feature.PatchDescriptor;
import org.sparklrp.bow.feature.SiftDescriptor;
import org.sparklrp.bow.vocabulary.Mapping;
import org.sparklrp.bow.vocabulary.Pooling;
import org.sparklrp.bow.vocabulary.Tiling;
import org.sparklrp.config.hocon.Choice;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.SectionReading;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Whole;
import org.sparklrp.fault.Keyword;

/**
 * How a channel's descriptor, mapping, pooling and tiling are written, and read again. Fields that
 * are left out have the defaults given here; a model is written with every field.
 */
public final class ChannelFields {
  private static final double PIXEL_CONTRAST_FLOOR = 10 / 65025.0;

  private static final PoolingType POOLING = new PoolingType();

  private static final Decimal ABOVE_ONE = new Decimal(1, Double.MAX_VALUE, true);

  private ChannelFields() {}

  /**
   * What stands for fields of {@code features} that are not written.
   *
   * @param colour the space of patches and colours; SIFT's is luma
   * @param anchor of SIFT's cells
   * @param contrastFloor of SIFT
   */
  public record Absent(ColorSpace colour, Anchor anchor, double contrastFloor) {
    /** In a model: it was trained when SIFT's cells had one anchor and no floor. */
    static final Absent IN_MODEL = new Absent(ColorSpace.LUMA, Anchor.CORNER, 0);

    /** In a training's configuration. */
    public static Absent inTraining(ColorSpace colour) {
      return new Absent(colour, Anchor.CENTRE, SiftDescriptor.QUARTER_LEVEL);
    }
  }

  /** The kinds of local features that are computed here. */
  private enum Kind {
    SIFT,
    PATCH,
    COLOUR
  }

  /** All kinds. */
  private enum KindInModel {
    SIFT,
    PATCH,
    COLOUR,
    GIVEN
  }

  /**
   * Reads the section {@code features}; empty where it has a problem.
   *
   * @param absent what stands for fields that are not written
   */
  public static Optional<Descriptor> descriptor(SectionReading fields, Absent absent) {
    return fields
        .require("type", new Choice<>(Kind.class))
        .flatMap(kind -> descriptor(fields, kind, absent));
  }

  /**
   * Reads the section {@code features} of a model, which may be computed elsewhere; empty where it
   * has a problem.
   */
  static Optional<FeatureSource> sourceInModel(SectionReading fields) {
    Optional<KindInModel> kind = fields.require("type", new Choice<>(KindInModel.class));
    if (kind.equals(Optional.of(KindInModel.GIVEN))) {
      Optional<Long> dimension = fields.require("dimension", new Whole(1, Integer.MAX_VALUE));
      return fields.made(() -> new GivenFeatures(Math.toIntExact(dimension.orElseThrow())));
    }
    return kind.flatMap(
        known -> descriptor(fields, Kind.valueOf(known.name()), Absent.IN_MODEL).map(made -> made));
  }

  private static Optional<Descriptor> descriptor(SectionReading fields, Kind kind, Absent absent) {
    ColorSpace space =
        fields.choice(
            "space", ColorSpace.class, kind == Kind.SIFT ? ColorSpace.LUMA : absent.colour());
    int step = fields.whole("step", 1, 2);
    Border border = fields.choice("border", Border.class, Border.INSIDE);
    DenseGrid grid = new DenseGrid(step, border);
    return switch (kind) {
      case SIFT -> sift(fields, space, grid, absent);
      case PATCH -> patch(fields, space, grid);
      case COLOUR -> colour(fields, space, grid);
    };
  }

  private static Optional<Descriptor> sift(
      SectionReading fields, ColorSpace space, DenseGrid grid, Absent absent) {
    int cells = fields.whole("cells", 1, 4);
    int orientations = fields.whole("orientations", 2, 8);
    List<Integer> scales = fields.wholes("scales", 2, List.of(2, 3));
    double smoothing = fields.read("smoothing", Decimal.NOT_NEGATIVE, 1 / 6.0);
    Anchor anchor = fields.choice("anchor", Anchor.class, absent.anchor());
    double floor = fields.read("contrast-floor", Decimal.NOT_NEGATIVE, absent.contrastFloor());
    return fields.made(
        () ->
            new SiftDescriptor(space, grid, cells, orientations, scales, smoothing, anchor, floor));
  }

  private static Optional<Descriptor> patch(
      SectionReading fields, ColorSpace space, DenseGrid grid) {
    int samples = fields.whole("samples", 2, 6);
    List<Integer> scales = fields.wholes("scales", 1, List.of(1));
    double floor = fields.read("contrast-floor", Decimal.POSITIVE, PIXEL_CONTRAST_FLOOR);
    return fields.made(() -> new PatchDescriptor(space, grid, samples, scales, floor));
  }

  private static Optional<Descriptor> colour(
      SectionReading fields, ColorSpace space, DenseGrid grid) {
    List<Integer> sides = fields.wholes("sides", 1, List.of(4, 8));
    int quantiles = fields.whole("quantiles", 1, 5);
    return fields.made(() -> new ColorDescriptor(space, grid, sides, quantiles));
  }

  /** The section {@code features}. */
  static Map<String, Object> written(FeatureSource source) {
    return source instanceof Descriptor descriptor
        ? written(descriptor)
        : Map.of("type", "given", "dimension", source.dimension());
  }

  private static Map<String, Object> written(Descriptor descriptor) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("space", Keyword.of(descriptor.space()));
    fields.put("step", descriptor.grid().step());
    fields.put("border", Keyword.of(descriptor.grid().border()));
    if (descriptor instanceof SiftDescriptor sift) {
      fields.put("type", "sift");
      fields.put("cells", sift.cells());
      fields.put("orientations", sift.orientations());
      fields.put("scales", sift.scales());
      fields.put("smoothing", sift.smoothing());
      fields.put("anchor", Keyword.of(sift.anchor()));
      fields.put("contrast-floor", sift.contrastFloor());
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

  private enum MappingKind {
    HARD,
    RANK,
    SOFT
  }

  /** Reads the section {@code mapping}; empty where it has a problem. */
  public static Optional<Mapping> mapping(SectionReading fields) {
    MappingKind kind = fields.choice("type", MappingKind.class, MappingKind.RANK);
    int nearest = fields.whole("nearest", 1, Mapping.Rank.PAPER_NEAREST);
    return switch (kind) {
      case HARD -> fields.made(Mapping.Hard::new);
      case RANK -> {
        double base = fields.read("base", ABOVE_ONE, Mapping.Rank.PAPER_BASE);
        yield fields.made(() -> new Mapping.Rank(base, nearest));
      }
      case SOFT -> {
        Optional<Double> sharpness = fields.require("sharpness", Decimal.POSITIVE);
        yield fields.made(() -> new Mapping.Soft(sharpness.orElseThrow(), nearest));
      }
    };
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
  public static Pooling pooling(SectionReading channel) {
    return channel.read("pooling", POOLING, Pooling.SUM);
  }

  /** The field {@code pooling}. */
  public static Object written(Pooling pooling) {
    if (pooling.isCount()) {
      return "count";
    }
    return pooling.isMax() ? "infinity" : pooling.p();
  }

  /** Reads the field {@code tiling} of a channel. */
  public static Tiling tiling(SectionReading channel) {
    return new Tiling(
        channel.read(
            "tiling",
            new Several<>(new GridType(), 1, Integer.MAX_VALUE, GridType.EXPECTED),
            Tiling.WHOLE.grids()));
  }

  /** The field {@code tiling}. */
  public static List<String> written(Tiling tiling) {
    return tiling.grids().stream().map(grid -> grid.columns() + "x" + grid.rows()).toList();
  }
}
