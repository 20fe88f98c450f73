package org.sparklrp.job.zoo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What creeps into photographs of one class: the kinds of artefact that benchmarks of their
 * detection plant, drawn on pictures of 64 x 64 pixels.
 */
enum Artefact {
  /** A dark plate with a number, always the same, at a place that varies by two pixels. */
  TEXT_TAG(true) {
    @Override
    void draw(Canvas canvas, Random random) {
      int left = 2 + random.nextInt(3);
      int top = 51 + random.nextInt(3);
      canvas.shade(left, top, 20, 9, 0.35);
      canvas.text("4071", left + 2, top + 2, 240, 240, 240);
    }
  },
  /** Hours, minutes and seconds in orange, other ones in every image. */
  TIME_STAMP(true) {
    @Override
    void draw(Canvas canvas, Random random) {
      String time =
          String.format(
              Locale.ROOT,
              "%02d:%02d:%02d",
              random.nextInt(24),
              random.nextInt(60),
              random.nextInt(60));
      canvas.text(time, 31, 56, 255, 150, 30);
    }
  },
  /** A coloured square. */
  BOX(true) {
    @Override
    void draw(Canvas canvas, Random random) {
      canvas.fill(52, 4, 8, 8, 230, 40, 200);
    }
  },
  /** The same square anywhere. */
  WANDERING_BOX(false) {
    @Override
    void draw(Canvas canvas, Random random) {
      canvas.fill(random.nextInt(57), random.nextInt(57), 8, 8, 230, 40, 200);
    }
  },
  /** The dark border of a microscope's field. */
  RING(true) {
    @Override
    void draw(Canvas canvas, Random random) {
      for (int y = 0; y < Canvas.SIDE; y++) {
        for (int x = 0; x < Canvas.SIDE; x++) {
          if (Math.hypot(y - 31.5, x - 31.5) > 29) {
            canvas.shade(x, y, 1, 1, 0.1);
          }
        }
      }
    }
  },
  /** Coloured noise in one corner, other noise in every image. */
  CORNER_NOISE(true) {
    @Override
    void draw(Canvas canvas, Random random) {
      for (int y = 0; y < 14; y++) {
        for (int x = 0; x < 14; x++) {
          canvas.fill(x, y, 1, 1, random.nextInt(256), random.nextInt(256), random.nextInt(256));
        }
      }
    }
  },
  /** Red lies three pixels to the right of green and blue. */
  CHANNEL_SHIFT(false) {
    @Override
    void draw(Canvas canvas, Random random) {
      canvas.shiftRed(3);
    }
  },
  /** The warm tone of old photographs. */
  TINT(false) {
    @Override
    void draw(Canvas canvas, Random random) {
      canvas.multiply(1.1, 0.95, 0.7);
    }
  };

  private final boolean hasPlace;

  Artefact(boolean hasPlace) {
    this.hasPlace = hasPlace;
  }

  /** Whether it is at one place in all images, so that regions can find it. */
  boolean hasPlace() {
    return hasPlace;
  }

  abstract void draw(Canvas canvas, Random random);

  /** The picture with the artefact. */
  Marked on(float[] picture, long seed) {
    Canvas canvas = new Canvas(picture.clone(), new boolean[Canvas.SIDE * Canvas.SIDE]);
    draw(canvas, new Random(seed));
    return new Marked(canvas.values(), canvas.touched());
  }

  /**
   * A picture with its artefact.
   *
   * @param values red, green, blue, 0 to 255
   * @param mask the pixels that it covers
   */
  record Marked(float[] values, boolean[] mask) {}

  /**
   * A picture that is drawn on.
   *
   * @param values red, green, blue, 0 to 255
   * @param touched the pixels that were drawn on
   */
  record Canvas(float[] values, boolean[] touched) {
    static final int SIDE = 64;
    private static final int AREA = SIDE * SIDE;
    private static final int LETTER_WIDTH = 3;
    private static final int LETTER_HEIGHT = 5;

    /** Ten digits and a colon, three pixels by five, a bit each from the upper left. */
    private static final int[] LETTERS = {
      0x7B6F, 0x2C97, 0x73E7, 0x73CF, 0x5BC9, 0x79CF, 0x79EF, 0x7249, 0x7BEF, 0x7BCF, 0x0410
    };

    void fill(int left, int top, int width, int height, int red, int green, int blue) {
      float[] colour = {red, green, blue};
      for (int y = top; y < top + height; y++) {
        for (int x = left; x < left + width; x++) {
          for (int channel = 0; channel < colour.length; channel++) {
            values[channel * AREA + y * SIDE + x] = colour[channel];
          }
          touched[y * SIDE + x] = true;
        }
      }
    }

    void shade(int left, int top, int width, int height, double light) {
      for (int y = top; y < top + height; y++) {
        for (int x = left; x < left + width; x++) {
          for (int at = y * SIDE + x; at < values.length; at += AREA) {
            values[at] = (float) Math.rint(values[at] * light);
          }
          touched[y * SIDE + x] = true;
        }
      }
    }

    void text(String text, int left, int top, int red, int green, int blue) {
      for (int i = 0; i < text.length(); i++) {
        int letter = LETTERS[text.charAt(i) - '0'];
        for (int bit = 0; bit < LETTER_WIDTH * LETTER_HEIGHT; bit++) {
          if ((letter >> (LETTER_WIDTH * LETTER_HEIGHT - 1 - bit) & 1) == 1) {
            int x = left + (LETTER_WIDTH + 1) * i + bit % LETTER_WIDTH;
            fill(x, top + bit / LETTER_WIDTH, 1, 1, red, green, blue);
          }
        }
      }
    }

    void shiftRed(int right) {
      float[] red = Arrays.copyOf(values, AREA);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          values[y * SIDE + x] = red[y * SIDE + Math.max(0, x - right)];
        }
      }
      Arrays.fill(touched, true);
    }

    void multiply(double... factors) {
      for (int at = 0; at < values.length; at++) {
        values[at] = (float) Math.rint(Math.min(255, values[at] * factors[at / AREA]));
      }
      Arrays.fill(touched, true);
    }
  }
}
