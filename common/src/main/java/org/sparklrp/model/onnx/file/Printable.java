package org.sparklrp.model.onnx.file;

/** Names from a file, which may hold anything, made fit for one line of text. */
public final class Printable {
  private Printable() {}

  /** The text with a question mark for every control character, line break and broken character. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .map(character -> isPrintable(character) ? character : '?')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> character != 0xfffd;
    };
  }
}
