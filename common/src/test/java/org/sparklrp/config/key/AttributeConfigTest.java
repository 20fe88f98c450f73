package org.sparklrp.config.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.config.MethodConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.PixelRange;
import org.sparklrp.model.Head;
import org.sparklrp.rule.Accounting;

class AttributeConfigTest {
  @Test
  void nothingNeedsToBeSaid() {
    assertThat(AttributeConfig.parse(List.of()))
        .isEqualTo(
            new AttributeConfig(
                MethodConfig.of(MethodConfig.Name.LRP, "epsilon-gamma-box", Accounting.CONSERVING),
                16,
                Head.AS_DECLARED));
  }

  @Test
  void accountingAndBoundsCanBeSet() {
    assertThat(
            AttributeConfig.parse(
                List.of(
                    "method.accounting=reference",
                    "method.low=-1",
                    "method.high=[1, 2.5, 3]",
                    "job.batch-size=2")))
        .isEqualTo(
            new AttributeConfig(
                MethodConfig.of(MethodConfig.Name.LRP, "epsilon-gamma-box", Accounting.REFERENCE)
                    .with(new PixelRange(List.of(-1f), List.of(1f, 2.5f, 3f))),
                2,
                Head.AS_DECLARED));
  }

  @Test
  void keysOfImagesMeanNothingHere() {
    assertThatThrownBy(() -> AttributeConfig.parse(List.of("method.lov=1", "input.path=x")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            Cannot use --set: 2 problems
              - there is no key input; the nearest is job
              - there is no key method.lov; the nearest is method.low""");
  }
}
