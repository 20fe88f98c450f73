package org.sparklrp.image;

import java.awt.image.BufferedImage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From a decoded image to what the classifier was trained on. The steps run in this order: drop the
 * colour if the channels have none, resize, crop the centre, then {@code (scale * sample - mean) /
 * std} per channel. They agree with PIL and torchvision: the same filters in the same arithmetic,
 * the longer side rounded down, the crop's corner rounded half to even.
 *
 * @param resize in pixels: empty for no resizing; one number: the shorter side, the other in
 *     proportion; two: exactly this height and width
 * @param crop in pixels, cut from the middle: empty for no cropping; two: height and width
 * @param interpolation how resizing finds the value between pixels
 * @param scale factor of the samples 0 to 255
 * @param mean subtracted after scaling, one per channel in the order of {@code channels}
 * @param std divisor after that, one per channel in the order of {@code channels}, above 0
 * @param channels the channels and their order
 * @param decoding what becomes of transparency and orientation before all that
 */
public record Preprocessing(
    List<Integer> resize,
    List<Integer> crop,
    Interpolation interpolation,
    double scale,
    List<Double> mean,
    List<Double> std,
    Channels channels,
    Decoding decoding)
    implements Serializable {
  /** Resizing makes no image, nor an intermediate one, of more pixels. */
  private static final long MOST_PIXELS = 100_000_000;

  /** Copies the lists and checks them. */
  public Preprocessing {
    resize = List.copyOf(resize);
    crop = List.copyOf(crop);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (resize.size() > 2 || !areSizes(resize)) {
      throw new IllegalArgumentException("resize needs at most two sizes, not " + resize);
    }
    if ((!crop.isEmpty() && crop.size() != 2) || !areSizes(crop)) {
      throw new IllegalArgumentException("crop needs a height and a width, not " + crop);
    }
    if (mean.size() != channels.count() || std.size() != channels.count()) {
      throw new IllegalArgumentException(
          "mean and std need one number per channel ("
              + channels.count()
              + "), not "
              + mean.size()
              + " and "
              + std.size());
    }
    if (!std.stream().allMatch(value -> value > 0)) {
      throw new IllegalArgumentException("std must be above 0, not " + std);
    }
  }

  /** A preprocessing of pixels as they are stored, transparent ones on white. */
  public Preprocessing(
      List<Integer> resize,
      List<Integer> crop,
      Interpolation interpolation,
      double scale,
      List<Double> mean,
      List<Double> std,
      Channels channels) {
    this(resize, crop, interpolation, scale, mean, std, channels, Decoding.PLAIN);
  }

  /** The same sizes with other channels and another range of values. */
  public Preprocessing with(
      Channels otherChannels, double otherScale, List<Double> otherMean, List<Double> otherStd) {
    return new Preprocessing(
        resize, crop, interpolation, otherScale, otherMean, otherStd, otherChannels, decoding);
  }

  /**
   * The tensor the classifier sees.
   *
   * @return channels x height x width values
   * @throws ImageException with stage PREPROCESS if the image is smaller than the crop, or so
   *     oblong that resizing would blow it up
   */
  public PixelImage apply(DecodedImage image) throws ImageException {
    DecodedImage cropped = resizeAndCrop(image);
    int area = cropped.height() * cropped.width();
    float[] values = new float[channels.count() * area];
    for (int channel = 0; channel < channels.count(); channel++) {
      float[] table = new float[256];
      for (int sample = 0; sample < table.length; sample++) {
        table[sample] = normalized(sample, channel);
      }
      int from = cropped.isGray() ? 0 : channels.source(channel);
      for (int pixel = channel * area; pixel < (channel + 1) * area; pixel++) {
        values[pixel] = table[cropped.samples()[from] & 0xff];
        from += cropped.channels();
      }
    }
    return new PixelImage(channels.count(), cropped.height(), cropped.width(), values);
  }

  /**
   * The picture the classifier sees, before its values are normalised: for drawing relevance on.
   *
   * @throws ImageException with stage PREPROCESS if the image is smaller than the crop, or so
   *     oblong that resizing would blow it up
   */
  public BufferedImage displayed(DecodedImage image) throws ImageException {
    DecodedImage cropped = resizeAndCrop(image);
    BufferedImage picture =
        new BufferedImage(cropped.width(), cropped.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < cropped.height(); y++) {
      for (int x = 0; x < cropped.width(); x++) {
        int rgb = cropped.sample(y, x, 0) << 16 | cropped.sample(y, x, 1) << 8;
        picture.setRGB(x, y, rgb | cropped.sample(y, x, 2));
      }
    }
    return picture;
  }

  /** The darkest pixel after preprocessing, per channel: the lower bounds of the zbox rule. */
  public List<Float> low() {
    return bounds(scale > 0 ? 0 : 255);
  }

  /** The brightest pixel after preprocessing, per channel: the upper bounds of the zbox rule. */
  public List<Float> high() {
    return bounds(scale > 0 ? 255 : 0);
  }

  /** Both of them. */
  public PixelRange range() {
    return new PixelRange(low(), high());
  }

  private List<Float> bounds(int sample) {
    List<Float> values = new ArrayList<>();
    for (int channel = 0; channel < channels.count(); channel++) {
      values.add(normalized(sample, channel));
    }
    return values;
  }

  private float normalized(int sample, int channel) {
    return (float) ((scale * sample - mean.get(channel)) / std.get(channel));
  }

  private DecodedImage resizeAndCrop(DecodedImage image) throws ImageException {
    DecodedImage resized = resized(channels.reduce(image));
    return crop.isEmpty() ? resized : cropped(resized);
  }

  private DecodedImage resized(DecodedImage image) throws ImageException {
    if (resize.isEmpty()) {
      return image;
    }
    int shorter = Math.min(image.height(), image.width());
    long height = resize.get(0);
    long width = resize.get(resize.size() - 1);
    if (resize.size() == 1) {
      height = height * image.height() / shorter;
      width = width * image.width() / shorter;
    }
    long rows = Math.max(height, image.height());
    if (width > MOST_PIXELS || rows > MOST_PIXELS || rows * width > MOST_PIXELS) {
      throw ImageException.preprocess(
          String.format(
              Locale.ROOT,
              "The image of %d x %d pixels is too oblong to be resized to %d x %d",
              image.height(),
              image.width(),
              height,
              width));
    }
    return Resizing.resize(image, (int) height, (int) width, interpolation);
  }

  private DecodedImage cropped(DecodedImage image) throws ImageException {
    int height = crop.get(0);
    int width = crop.get(1);
    if (image.height() < height || image.width() < width) {
      throw ImageException.preprocess(
          String.format(
              Locale.ROOT,
              "The image of %d x %d pixels is smaller than preprocess.crop (%d x %d);"
                  + " set preprocess.resize",
              image.height(),
              image.width(),
              height,
              width));
    }
    int top = (int) Math.rint((image.height() - height) / 2.0);
    int left = (int) Math.rint((image.width() - width) / 2.0);
    int rowLength = width * image.channels();
    byte[] samples = new byte[height * rowLength];
    for (int y = 0; y < height; y++) {
      int from = ((top + y) * image.width() + left) * image.channels();
      System.arraycopy(image.samples(), from, samples, y * rowLength, rowLength);
    }
    return new DecodedImage(height, width, image.channels(), samples);
  }

  private static boolean areSizes(List<Integer> sizes) {
    return sizes.stream().allMatch(size -> size >= 1);
  }
}
