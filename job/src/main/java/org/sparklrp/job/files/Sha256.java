package org.sparklrp.job.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** The hash by which runs know what they were made of. */
public final class Sha256 {
  private Sha256() {}

  /**
   * The hash of what is fed to it, in hexadecimal digits.
   *
   * @param content feeds the bytes in order
   */
  public static String of(Consumer<MessageDigest> content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      content.accept(digest);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
