package org.sparklrp.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged bytes give an image or one sentence, and never take for ever. */
final class ImageDecoderFuzzTest {
  private static final int ROUNDS = 500;
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline-420.jpg",
        "progressive-420.jpg",
        "restarts.jpg",
        "cmyk.jpg",
        "broken-profile.jpg",
        "palette-4-bits.png",
        "first-frame.gif",
        "palette.bmp",
        "baseline-440.jpg",
        "frame-inside.gif",
        "lossy.webp",
        "transparent.webp",
        "tiff-lzw.tif",
        "jpeg.tif",
        "group4.tif"
      })
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void damagedBytesGiveAnImageOrASentence(String name) throws Exception {
    byte[] whole = ImageFiles.read(name);
    for (long seed = 0; seed < ROUNDS; seed++) {
      byte[] damaged = damage(whole, new Random(seed));
      assertThatCode(() -> decodeOrExplain(damaged))
          .as("%s with seed %d", name, seed)
          .doesNotThrowAnyException();
    }
  }

  private static void decodeOrExplain(byte[] damaged) {
    try {
      assertThat(DECODER.decode(damaged).samples()).isNotEmpty();
    } catch (ImageException e) {
      assertThat(e).message().matches("The (file|JPEG|PNG|GIF|BMP|TIFF|WebP|header|image) [^\\n]+");
    }
  }

  /** One to eight bits flipped, then with one chance in four a piece cut off or doubled. */
  private static byte[] damage(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      case 1 -> doubled(bytes, random.nextInt(bytes.length));
      default -> bytes;
    };
  }

  private static byte[] doubled(byte[] bytes, int from) {
    byte[] longer = Arrays.copyOf(bytes, 2 * bytes.length - from);
    System.arraycopy(bytes, from, longer, bytes.length, bytes.length - from);
    return longer;
  }
}
