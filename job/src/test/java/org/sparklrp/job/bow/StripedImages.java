package org.sparklrp.job.bow;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of small pictures that a Bag-of-Words model can tell apart by their texture. */
public final class StripedImages {
  public static final int SIDE = 12;

  private StripedImages() {}

  /** Pictures of horizontal and vertical stripes, so many of each, with noise and random phases. */
  public static Path write(Path folder, int perClass, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < perClass; i++) {
      picture(folder.resolve(String.format(Locale.ROOT, "across/%02d.png", i)), true, random);
      picture(folder.resolve(String.format(Locale.ROOT, "upright/%02d.png", i)), false, random);
    }
    return folder;
  }

  /** One picture of the class {@code across}, or {@code upright}. */
  public static void picture(Path file, boolean across, Random random) {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    int phase = random.nextInt(4);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean bright = ((across ? y : x) + phase) % 4 < 2;
        int grey = (bright ? 180 : 40) + random.nextInt(40);
        picture.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void text(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, "no image".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
