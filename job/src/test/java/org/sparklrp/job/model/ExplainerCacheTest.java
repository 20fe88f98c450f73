package org.sparklrp.job.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.ExplainerSpec;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.image.ImageBatch;
import org.sparklrp.relevance.ClassNames;
import org.sparklrp.relevance.Explainer;
import org.sparklrp.relevance.Outcome;
import org.sparklrp.rule.Accounting;

class ExplainerCacheTest {
  private final List<String> events = new ArrayList<>();

  private ExplainerCache.Lease lease(String model) {
    return ExplainerCache.lease(
        new ExplainerCache.Key(model, spec()),
        () -> {
          events.add("open " + model);
          return new Recorded(model);
        });
  }

  private static ExplainerSpec spec() {
    return new ExplainerSpec.LrpSpec(
        ClassNames.numbered(2),
        List.of(),
        MethodConfig.of(MethodConfig.Name.LRP, "epsilon-plus", Accounting.CONSERVING),
        1,
        List.of(1, 1, 1));
  }

  private final class Recorded implements Explainer {
    private final String model;

    Recorded(String model) {
      this.model = model;
    }

    @Override
    public List<Outcome> explain(ImageBatch batch) {
      return List.of();
    }

    @Override
    public List<float[]> logits(ImageBatch batch) {
      return List.of();
    }

    @Override
    public ClassNames classes() {
      return new ClassNames(
          List.of(new String(model.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
      events.add("close " + model);
    }
  }

  @Test
  void oneModelIsOpenedOnceAndClosedWhenAnotherIsWantedAndNobodyUsesIt() {
    ExplainerCache.Lease first = lease("cache test a");
    ExplainerCache.Lease second = lease("cache test a");
    assertThat(second.explainer()).isSameAs(first.explainer());
    first.close();
    first.close();
    lease("cache test b").close();
    assertThat(events).containsExactly("open cache test a", "open cache test b");
    second.close();
    lease("cache test a").close();
    assertThat(events).containsExactly("open cache test a", "open cache test b");
    lease("cache test c").close();
    assertThat(events)
        .containsExactlyInAnyOrder(
            "open cache test a",
            "open cache test b",
            "close cache test a",
            "close cache test b",
            "open cache test c");
  }
}
