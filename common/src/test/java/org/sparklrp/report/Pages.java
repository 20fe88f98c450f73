package org.sparklrp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Pages to try. */
final class Pages {
  /** What an attacker would call a class, in texts and in attributes. */
  static final String HOSTILE =
      "</script><img src=x onerror=alert(1)> \"quoted\" & 'so' \u2028 \u0641\u0631\u0633";

  private Pages() {}

  static ReportPicture picture(String title, int side, long seed) {
    Random random = new Random(seed);
    float[] values = new float[side * side];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new ReportPicture(title, title, Thumbnails.signed(values, side, side));
  }

  static ReportExample example(String id) {
    return new ReportExample(id, "cat, taken for " + id, List.of(picture(id, 16, id.hashCode())));
  }

  static ReportClass.Details details(String name) {
    return new ReportClass.Details(
        List.of(picture("mean of " + name, 32, 1)),
        List.of(new ExampleSheet("Some of " + name, List.of(example(name)))),
        List.of(new ReportTable("Clusters", "", List.of(name), List.of(List.of(Cell.of(name))))),
        new ClassCharts(
            List.of(new PicturePoint(1, -2.5, 0, name, "data:image/png;base64,AA")),
            List.of(0.0, 0.25),
            List.of(new LayerLoss(name, 3, 0.125, 1e-9, 0)),
            List.of(new TrendPoint("2026-11-29T02:00:00Z", 0.5, null, 0.25))));
  }

  static ReportClass of(String name, ReportClass.Details details) {
    return new ReportClass(
        name,
        "confirmed",
        List.of(Cell.count(1234L), Cell.share(0.5), Cell.number(null)),
        Optional.of(picture(name, 32, name.hashCode())),
        details);
  }

  static ReportPage with(List<ReportClass> classes, String name) {
    return new ReportPage(
        name,
        name,
        "alarm",
        List.of(new Fact(name, name)),
        List.of(
            new ReportFinding(
                name,
                "confirmed",
                name,
                List.of(new Fact("q-value", "0.01")),
                picture(name, 16, 3),
                new ExampleSheet("Images", List.of(example(name))))),
        List.of("explanations", "accuracy", "score"),
        classes,
        List.of(new ReportTable(name, name, List.of(name), List.of(List.of(Cell.of(name))))),
        List.of(name),
        name);
  }

  static ReportPage hostile() {
    return with(List.of(of(HOSTILE, details(HOSTILE))), HOSTILE);
  }

  static ReportPage large(int classes) {
    List<ReportClass> all = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      String name = String.format(Locale.ROOT, "class %04d", i);
      all.add(of(name, i < 30 ? details(name) : ReportClass.Details.NONE));
    }
    return with(all, "large");
  }
}
