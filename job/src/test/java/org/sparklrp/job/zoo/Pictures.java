package org.sparklrp.job.zoo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.sparklrp.engine.RelevanceEngine;
import org.sparklrp.image.PixelImage;
import org.sparklrp.job.demo.DemoClass;
import org.sparklrp.job.demo.DemoDataset;
import org.sparklrp.job.demo.DemoImage;

/**
 * Pictures without marks in an order that says nothing, with what the trunk makes of them.
 *
 * @param values red, green, blue, 0 to 255, of each
 * @param labels of each
 * @param features of each
 */
record Pictures(List<float[]> values, int[] labels, float[][] features) {
  private static final int AREA = DemoImage.SIDE * DemoImage.SIDE;

  /** As the model's outputs. */
  private static final List<DemoClass> CLASS_ORDER = List.of(DemoClass.values());

  static final int CLASSES = CLASS_ORDER.size();

  static Pictures draw(int images, long seed, RelevanceEngine trunk) {
    DemoDataset dataset = new DemoDataset(DemoDataset.Split.CLEAN_TRAINING, images, seed);
    List<DemoDataset.Entry> entries = new ArrayList<>(dataset.entries());
    Collections.shuffle(entries, new Random(seed));
    List<float[]> values = new ArrayList<>();
    int[] labels = new int[images];
    for (DemoDataset.Entry entry : entries) {
      labels[values.size()] = CLASS_ORDER.indexOf(entry.label());
      values.add(values(dataset.draw(entry)));
    }
    List<PixelImage> pixels = values.stream().map(Pictures::pixels).toList();
    return new Pictures(values, labels, TaughtNetwork.features(trunk, pixels));
  }

  private static float[] values(DemoImage image) {
    int side = DemoImage.SIDE;
    int[] rgb = image.picture().getRGB(0, 0, side, side, null, 0, side);
    float[] values = new float[3 * AREA];
    for (int at = 0; at < values.length; at++) {
      values[at] = (rgb[at % AREA] >> (16 - 8 * (at / AREA))) & 255;
    }
    return values;
  }

  /** What the network sees. */
  static PixelImage pixels(float[] values) {
    float[] seen = new float[values.length];
    for (int at = 0; at < seen.length; at++) {
      seen[at] = (values[at] / 255 - 0.5f) / 0.25f;
    }
    return new PixelImage(3, DemoImage.SIDE, DemoImage.SIDE, seen);
  }

  /** The pictures of a class, in their order. */
  int[] of(int label) {
    return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
  }
}
