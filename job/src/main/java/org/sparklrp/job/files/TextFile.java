package org.sparklrp.job.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text that a user wrote with whatever program was at hand. */
public final class TextFile {
  private TextFile() {}

  /**
   * A file's text.
   *
   * @throws IOException when it cannot be read or is no text
   */
  public static String read(HadoopPath file) throws IOException {
    try {
      return decode(file.read(HadoopPath.LARGEST_FILE));
    } catch (CharacterCodingException e) {
      throw new UnsuitableFileException("it is no text in UTF-8");
    }
  }

  /**
   * As UTF-8, or as the byte order mark says that Windows programs begin files with.
   *
   * @throws CharacterCodingException for what is no text
   */
  public static String decode(byte[] file) throws CharacterCodingException {
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (startsWith(file, 0xEF, 0xBB, 0xBF)) {
      mark = 3;
    } else if (startsWith(file, 0xFF, 0xFE) || startsWith(file, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16;
    }
    return charset.newDecoder().decode(ByteBuffer.wrap(file, mark, file.length - mark)).toString();
  }

  private static boolean startsWith(byte[] file, int... bytes) {
    if (file.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((file[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
