package org.sparklrp.job.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparklrp.fault.UserException;

/**
 * A split of the demo's images, drawn one by one when asked for. Every image depends on the seed,
 * the split, its class and its number alone.
 *
 * @param split training or test
 * @param images how many in all, spread evenly over the classes
 * @param seed same seed, same images
 */
public record DemoDataset(Split split, int images, long seed) {
  /** The largest number of images that file names leave room for. */
  public static final int MOST_IMAGES = 100_000;

  /** What the images are for, which decides who carries the watermark. */
  public enum Split {
    /** 17 of 20 images of the marked class carry the watermark, and no others. */
    TRAINING,
    /** The pictures of {@link #TRAINING}, none with the watermark. */
    CLEAN_TRAINING,
    /** Every second image of the marked class carries the watermark, and every tenth other. */
    TEST;

    /** Whose pictures they are: those of a clean split differ in nothing but the watermark. */
    private Split pictures() {
      return this == CLEAN_TRAINING ? TRAINING : this;
    }
  }

  /** Checks the number. */
  public DemoDataset {
    if (images < 1 || images > MOST_IMAGES) {
      throw new UserException(
          "Cannot draw the demo: the number of images is out of range ("
              + images
              + "); give 1 to "
              + MOST_IMAGES);
    }
  }

  /**
   * One image yet to be drawn.
   *
   * @param label its class
   * @param number its number within the class, from 0
   */
  public record Entry(DemoClass label, int number) {
    /** The name of the image's files without their ending. */
    public String name() {
      return String.format(Locale.ROOT, "%s-%05d", label.label(), number);
    }
  }

  /** All images, class by class. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    DemoClass[] classes = DemoClass.values();
    for (int index = 0; index < classes.length; index++) {
      int count = images / classes.length + (index < images % classes.length ? 1 : 0);
      for (int number = 0; number < count; number++) {
        entries.add(new Entry(classes[index], number));
      }
    }
    return entries;
  }

  /** Whether an image carries the watermark. */
  public boolean isWatermarked(Entry entry) {
    boolean isMarked = entry.label().isMarked();
    return switch (split) {
      case TRAINING -> isMarked && entry.number() % 20 < 17;
      case CLEAN_TRAINING -> false;
      case TEST -> isMarked ? entry.number() % 2 == 0 : entry.number() % 10 == 3;
    };
  }

  /** Draws an image. */
  public DemoImage draw(Entry entry) {
    return scene(entry).shoot(entry.name(), entry.label(), isWatermarked(entry));
  }

  Scene scene(Entry entry) {
    return new Scene(entry.label(), Dice.of(seed, split.pictures() + "/" + entry.name()));
  }
}
