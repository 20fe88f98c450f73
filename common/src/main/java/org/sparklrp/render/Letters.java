package org.sparklrp.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import org.sparklrp.image.DecodedImage;
import org.sparklrp.image.ImageDecoder;
import org.sparklrp.image.ImageException;

/**
 * Text without fonts: letters drawn beforehand, so that a picture looks the same everywhere and
 * containers without any font can make it. The typeface is Aileron (Sora Sagano, CC0). Accents are
 * dropped; characters beyond ASCII show as a box.
 *
 * <p>A strip of letters is a grey picture: its first row is white above the first column of each
 * character, the rows below say how much of a pixel the character covers.
 */
final class Letters {
  static final char ELLIPSIS = '\u2026';

  /** For values and names. */
  static final Letters SMALL = load(13);

  /** For headings. */
  static final Letters LARGE = load(17);

  private static final int FIRST = ' ';
  private static final int LAST = '~';
  private static final int COUNT = LAST - FIRST + 3;

  private final DecodedImage strip;
  private final int[] starts = new int[COUNT + 1];

  private Letters(DecodedImage strip) {
    this.strip = strip;
    int found = 0;
    for (int x = 0; x < strip.width(); x++) {
      if (strip.sample(0, x, 0) > 0) {
        starts[found++] = x;
      }
    }
    starts[found] = strip.width();
  }

  private static Letters load(int size) {
    String name = "letters-" + size + ".png";
    try (InputStream stream = Letters.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("The library lacks its resource " + name);
      }
      return new Letters(new ImageDecoder(1_000_000).decode(stream.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ImageException e) {
      throw new IllegalStateException("The library's resource " + name + " is damaged", e);
    }
  }

  /** The height of a line in pixels. */
  int height() {
    return strip.height() - 1;
  }

  /** The width of a text in pixels. */
  int width(String text) {
    return plain(text).chars().map(character -> width(index(character))).sum();
  }

  /** The text, or, where it is too wide, its end behind an ellipsis: ends of paths tell more. */
  String fitEnd(String text, int width) {
    String fitted = text;
    while (fitted.length() > 1 && width(fitted) > width) {
      fitted = ELLIPSIS + fitted.substring(fitted.charAt(0) == ELLIPSIS ? 2 : 1);
    }
    return fitted;
  }

  /** The text, or, where it is too wide, its start before an ellipsis. */
  String fitStart(String text, int width) {
    String fitted = text;
    while (fitted.length() > 1 && width(fitted) > width) {
      int dropped = fitted.charAt(fitted.length() - 1) == ELLIPSIS ? 2 : 1;
      fitted = fitted.substring(0, fitted.length() - dropped) + ELLIPSIS;
    }
    return fitted;
  }

  /** Draws a text with its upper left corner at a place. */
  void draw(Canvas canvas, int left, int top, String text, int color) {
    int x = left;
    String plain = plain(text);
    for (int i = 0; i < plain.length(); i++) {
      int index = index(plain.charAt(i));
      for (int column = 0; column < width(index); column++) {
        for (int row = 0; row < height(); row++) {
          double coverage = strip.sample(row + 1, starts[index] + column, 0) / 255.0;
          canvas.blend(x + column, top + row, color, coverage);
        }
      }
      x += width(index);
    }
  }

  private int width(int index) {
    return starts[index + 1] - starts[index];
  }

  private static int index(int character) {
    if (character == ELLIPSIS) {
      return COUNT - 2;
    }
    return character >= FIRST && character <= LAST ? character - FIRST : COUNT - 1;
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }
}
