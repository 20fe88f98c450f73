package org.sparklrp.job.zoo;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sparklrp.engine.RelevanceEngine;

/** Audits many plantings, as many at a time as there are cores, and prints what became of each. */
final class Plantings {
  private Plantings() {}

  static List<Outcome> audit(List<Planting> plantings, int images) throws IOException {
    System.out.println(Outcome.HEADER);
    Backbone backbone = Backbone.shipped();
    Map<Long, Pictures> pictures = new HashMap<>();
    try (RelevanceEngine trunk = backbone.trunk()) {
      for (Planting each : plantings) {
        pictures.computeIfAbsent(each.seed(), seed -> Pictures.draw(images, seed, trunk));
      }
      return plantings.parallelStream()
          .map(
              each ->
                  each.audit(Objects.requireNonNull(pictures.get(each.seed())), backbone, trunk))
          .map(Plantings::printed)
          .toList();
    }
  }

  private static Outcome printed(Outcome outcome) {
    System.out.println(outcome.line());
    return outcome;
  }
}
