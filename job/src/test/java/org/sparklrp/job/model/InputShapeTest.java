package org.sparklrp.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparklrp.fault.UserException;
import org.sparklrp.image.Channels;
import org.sparklrp.image.Interpolation;
import org.sparklrp.image.Preprocessing;

class InputShapeTest {
  private static Preprocessing preprocess(
      List<Integer> resize, List<Integer> crop, Channels channels) {
    return new Preprocessing(
        resize,
        crop,
        Interpolation.BILINEAR,
        1,
        Collections.nCopies(channels.count(), 0.0),
        Collections.nCopies(channels.count(), 1.0),
        channels);
  }

  private static List<Integer> resolve(
      List<Integer> declared, List<Integer> resize, List<Integer> crop) {
    return InputShape.resolve(declared, preprocess(resize, crop, Channels.RGB));
  }

  @Test
  void whatTheModelLeavesOpenPreprocessingDecides() {
    List<Integer> open = List.of(3, -1, -1);
    assertThat(resolve(open, List.of(), List.of(8, 8))).containsExactly(3, 8, 8);
    assertThat(resolve(open, List.of(9), List.of(8, 7))).containsExactly(3, 8, 7);
    assertThat(resolve(open, List.of(9, 8), List.of())).containsExactly(3, 9, 8);
    assertThat(resolve(List.of(-1, 5, 6), List.of(4), List.of())).containsExactly(3, 5, 6);
  }

  @Test
  void aSizeThatNobodyFixesIsAsked() {
    assertThatThrownBy(() -> resolve(List.of(3, -1, -1), List.of(256), List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot tell the size of the model's images: neither the model nor preprocessing fixes it (3 x any x any); set preprocess.crop = [height, width]");
  }

  @Test
  void imagesThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () ->
                InputShape.resolve(
                    List.of(3, 28, 28), preprocess(List.of(), List.of(), Channels.GRAY)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain images with this model: it takes channels x height x width = 3 x 28 x 28 and preprocessing makes 1 x any x any; set preprocess.channels, preprocess.resize and preprocess.crop to fit");
    assertThatThrownBy(() -> resolve(List.of(784), List.of(), List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot explain images with this model: its input is not channels x height x width (784); give model.path an image classifier");
  }
}
