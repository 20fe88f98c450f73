package org.sparklrp.job.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file that is an image, written as an address: {@code shard.tar#bytes=512+7041} or,
 * for raw grey pixels, {@code images#bytes=16+784;grey=28x28}.
 *
 * @param file the file's address
 * @param offset of the first byte
 * @param length in bytes
 * @param height of raw pixels, 0 for an encoded image
 * @param width of raw pixels, 0 for an encoded image
 */
record FileRange(String file, long offset, int length, int height, int width) {
  private static final Pattern FORM =
      Pattern.compile(
          "(.*)#bytes=(\\d{1,18})\\+(\\d{1,10})(?:;grey=(\\d{1,6})x(\\d{1,6}))?", Pattern.DOTALL);

  /** An encoded image. */
  static FileRange encoded(String file, long offset, int length) {
    return new FileRange(file, offset, length, 0, 0);
  }

  /** What an address means; empty for that of a whole file. */
  static Optional<FileRange> of(String address) {
    Matcher form = FORM.matcher(address);
    if (!form.matches()) {
      return Optional.empty();
    }
    boolean isRaw = form.group(4) != null;
    return Optional.of(
        new FileRange(
            form.group(1),
            Long.parseLong(form.group(2)),
            Math.toIntExact(Long.parseLong(form.group(3))),
            isRaw ? Integer.parseInt(form.group(4)) : 0,
            isRaw ? Integer.parseInt(form.group(5)) : 0));
  }

  /** Whether its bytes are pixels, not an encoded image. */
  boolean isRaw() {
    return height > 0;
  }

  /** The address. */
  String address() {
    String range = file + "#bytes=" + offset + "+" + length;
    return isRaw() ? range + ";grey=" + height + "x" + width : range;
  }
}
