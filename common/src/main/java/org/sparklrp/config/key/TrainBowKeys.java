package org.sparklrp.config.key;

import com.typesafe.config.ConfigObject;
import java.util.List;
import org.sparklrp.config.hocon.ConfigKey;
import org.sparklrp.config.hocon.Decimal;
import org.sparklrp.config.hocon.Sections;
import org.sparklrp.config.hocon.Several;
import org.sparklrp.config.hocon.Text;
import org.sparklrp.config.hocon.Whole;

/** Every key of a training of a Bag-of-Words model, in the order the reference shows them. */
final class TrainBowKeys {
  static final ConfigKey<List<String>> TEST_PATH =
      new ConfigKey<>(
          "bow.test-path",
          new Several<>(new Text("a path"), 0, Integer.MAX_VALUE, "a path or a list of paths"),
          "[]",
          "Images to measure the model on, as input.path and with the same classes. Empty: a part of"
              + " the input is held out, see bow.holdout.");
  static final ConfigKey<Double> HOLDOUT =
      new ConfigKey<>(
          "bow.holdout",
          new Decimal(0, 0.9, false),
          "0.2",
          "Share of the images of each class that is held out to measure the model on, where there is"
              + " no bow.test-path; 0: the model is not measured.");
  static final ConfigKey<Long> MAX_IMAGES =
      new ConfigKey<>(
          "bow.max-images",
          new Whole(4, 20_000),
          "5000",
          "The most images the classifier is trained on; of more, so many are drawn evenly over the"
              + " classes. What the driver collects grows with it: n vectors of the channels'"
              + " dimensions (20 bytes a value at most), and about 24 n^2 bytes for the kernel: 0.6 GB"
              + " for 5,000 images. A heap that is too small for them is told before the training"
              + " starts. Local features are never collected.");
  static final ConfigKey<List<Double>> COST =
      new ConfigKey<>(
          "bow.cost",
          new Several<>(Decimal.POSITIVE, 1, 100, "a number above 0, or a list of them"),
          "[0.5, 2, 8, 32]",
          "The values of the support vector machines' C to choose from by cross-validation.");
  static final ConfigKey<Long> FOLDS =
      new ConfigKey<>("bow.folds", new Whole(2, 100), "4", "Folds of the cross-validation.");
  static final ConfigKey<List<ConfigObject>> CHANNELS =
      new ConfigKey<>(
          "bow.channels",
          new Sections("a list of sections [ { name = ..., features { ... }, ... } ]"),
          """
          [
              {
                name = patches, features { type = patch, samples = 6, step = 1 }
                whitening { kind = zca }, words = 400, sample = 60000
                mapping { type = rank }, pooling = 1, tiling = ["1x1", "2x2"]
                kernel { type = histogram-intersection }, weight = auto
              }
              {
                name = sift, features { type = sift, scales = [2, 3], step = 2, border = clipped }
                words = 400, sample = 60000
                mapping { type = rank }, pooling = 1, tiling = ["1x1", "2x2"]
                kernel { type = histogram-intersection }, weight = auto
              }
            ]""",
          "The feature channels; their kernels are added up. Each has a name, features (type sift,"
              + " patch or colour), perhaps whitening (kind zca or pca), words (400), sample (60000"
              + " local features to find the words from), mapping (type hard, rank or soft), pooling"
              + " (1 or more, infinity, or count), tiling, perhaps normalization (a list of steps: type"
              + " l1, l2 or power), kernel (type linear, histogram-intersection, chi-square, hellinger,"
              + " jensen-shannon, rbf, exponential-chi-square, or sum with parts; gamma = auto) and"
              + " weight (auto). The default suits images of some 30 pixels; for larger ones give SIFT scales"
              + " as [4, 6, 8] and a larger step.");

  static final List<ConfigKey<?>> ALL =
      List.of(
          ConfigKeys.INPUT_FORMAT,
          ConfigKeys.INPUT_PATH,
          ConfigKeys.INPUT_IMAGE,
          ConfigKeys.INPUT_LABEL,
          ConfigKeys.INPUT_ID,
          TEST_PATH,
          HOLDOUT,
          MAX_IMAGES,
          COST,
          FOLDS,
          CHANNELS,
          ConfigKeys.RESIZE,
          ConfigKeys.CROP,
          ConfigKeys.INTERPOLATION,
          ConfigKeys.SCALE,
          ConfigKeys.MEAN,
          ConfigKeys.STD,
          ConfigKeys.CHANNELS,
          ConfigKeys.ORIENTATION,
          ConfigKeys.ALPHA,
          ConfigKeys.OUTPUT_PATH,
          ConfigKeys.MODE,
          ConfigKeys.MAX_FAILED_FRACTION,
          ConfigKeys.MAX_PIXELS,
          ConfigKeys.IMAGE_TIMEOUT,
          ConfigKeys.SEED);

  private TrainBowKeys() {}
}
