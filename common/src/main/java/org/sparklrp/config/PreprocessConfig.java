package org.sparklrp.config;

import java.util.ArrayList;
import java.util.List;

/**
 * From a decoded image to what the classifier was trained on: section {@code preprocess}. The steps
 * run in the order of the components: resize, crop, scale, then (x - mean) / std per channel.
 *
 * @param resize in pixels: empty for no resizing; one number: the shorter side, the other in
 *     proportion; two: exactly this height and width
 * @param crop in pixels, cut from the middle: empty for no cropping; two: height and width
 * @param interpolation how resizing finds the value between pixels
 * @param scale factor of the pixel values 0 to 255
 * @param mean subtracted after scaling, one per channel
 * @param std divisor after that, one per channel, above 0
 * @param channels the channels and their order
 */
public record PreprocessConfig(
    List<Integer> resize,
    List<Integer> crop,
    Interpolation interpolation,
    double scale,
    List<Double> mean,
    List<Double> std,
    Channels channels) {
  /** Copies the lists. */
  public PreprocessConfig {
    resize = List.copyOf(resize);
    crop = List.copyOf(crop);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** The darkest pixel after preprocessing, per channel: what the zbox rule calls low. */
  public List<Float> darkest() {
    return normalised(0);
  }

  /** The brightest pixel after preprocessing, per channel: what the zbox rule calls high. */
  public List<Float> brightest() {
    return normalised(255);
  }

  private List<Float> normalised(int pixel) {
    List<Float> values = new ArrayList<>();
    for (int channel = 0; channel < channels.count(); channel++) {
      values.add((float) ((pixel * scale - mean.get(channel)) / std.get(channel)));
    }
    return values;
  }

  /** How resizing finds the value between pixels. */
  public enum Interpolation {
    /** The pixel nearest to the place. */
    NEAREST,
    /** A triangle filter, widened when shrinking so that every pixel counts. */
    BILINEAR
  }

  /** The channels a classifier sees, and their order. */
  public enum Channels {
    /** Red, green, blue. */
    RGB(3),
    /** Blue, green, red. */
    BGR(3),
    /** Luminance alone. */
    GRAY(1);

    private final int count;

    Channels(int count) {
      this.count = count;
    }

    /** The number of channels. */
    public int count() {
      return count;
    }
  }
}
