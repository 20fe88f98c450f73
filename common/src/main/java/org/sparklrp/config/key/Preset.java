package org.sparklrp.config.key;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import java.util.stream.Stream;
import org.sparklrp.fault.Keyword;

/**
 * The preprocessing that families of published networks were trained behind. A preset fills in keys
 * that a configuration leaves out; it changes none that is there.
 */
enum Preset {
  /** Nothing is filled in. */
  NONE(""),

  /** torchvision's for most of its classifiers: {@code ImageClassification(crop_size=224)}. */
  IMAGENET(
      """
      resize = 256, crop = 224, interpolation = bilinear, scale = 0.00392156862745098
      mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225], channels = rgb
      """),

  /**
   * That of Inception networks as TensorFlow trained them and timm publishes them ({@code
   * IMAGENET_INCEPTION_MEAN}): 7/8 of the image at 299 pixels, values from -1 to 1.
   */
  IMAGENET_INCEPTION(
      """
      resize = 342, crop = 299, interpolation = bilinear, scale = 0.00392156862745098
      mean = [0.5, 0.5, 0.5], std = [0.5, 0.5, 0.5], channels = rgb
      """),

  /** OpenAI's for CLIP (Radford et al. 2021), {@code clip._transform(224)}. */
  CLIP(
      """
      resize = 224, crop = 224, interpolation = bicubic, scale = 0.00392156862745098
      mean = [0.48145466, 0.4578275, 0.40821073], std = [0.26862954, 0.26130258, 0.27577711]
      channels = rgb
      """);

  /** What they mean, for people. */
  static final String MEANINGS =
      "imagenet is torchvision's (shorter side 256, crop 224, bilinear, ImageNet's mean and std);"
          + " imagenet-inception TensorFlow's and timm's for Inception (342, crop 299, bilinear, -1"
          + " to 1); clip OpenAI's (224, bicubic, CLIP's mean and std).";

  private static final String SECTION = "preprocess";
  private static final String KEY = SECTION + ".preset";

  private final String keys;

  Preset(String keys) {
    this.keys = keys;
  }

  /** A configuration with the keys of its preset; the same where it names none that exists. */
  static Config filled(Config written) {
    if (!written.hasPath(KEY) || written.getValue(KEY).valueType() != ConfigValueType.STRING) {
      return written;
    }
    return Stream.of(values())
        .filter(preset -> Keyword.of(preset).equals(written.getString(KEY)))
        .findFirst()
        .map(preset -> ConfigFactory.parseString(preset.keys).atPath(SECTION))
        .map(written::withFallback)
        .orElse(written);
  }
}
