package org.sparklrp.fault;

import java.util.regex.Pattern;

/**
 * Keeps secrets out of what is stored or shown: passwords and signatures in addresses, and values
 * of settings whose names say that they are secret (the names that Spark's {@code
 * spark.redaction.regex} takes for such, and signatures).
 */
public final class Secrets {
  /** What stands in a secret's place, as Spark writes it. */
  public static final String REDACTED = "*********(redacted)";

  private static final Pattern PASSWORD_OF_ADDRESS =
      Pattern.compile("\\b([a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s:@\"']*:)[^/\\s\"']+@");
  private static final String SECRET_NAME =
      "[\\w.-]*(?:secret|passw|token|access[._-]?key|credential|signature)[\\w.-]*";
  private static final Pattern PARAMETER_OF_ADDRESS =
      Pattern.compile("(?i)([?&](?:sig|key|" + SECRET_NAME + ")=)[^\\s\"'&,;)}]+");
  private static final Pattern VALUE_OF_SETTING =
      Pattern.compile("(?i)(\\b" + SECRET_NAME + "\"?\\s*[=:]\\s*\"?)[^\\s\"'&,;)}]+");

  private Secrets() {}

  /** A text with every secret replaced. */
  public static String removed(String text) {
    return VALUE_OF_SETTING.matcher(ofAddress(text)).replaceAll("$1" + REDACTED);
  }

  /** An address without its password and signature; a folder's name is never taken for a secret. */
  public static String ofAddress(String address) {
    String safe = PASSWORD_OF_ADDRESS.matcher(address).replaceAll("$1" + REDACTED + "@");
    return PARAMETER_OF_ADDRESS.matcher(safe).replaceAll("$1" + REDACTED);
  }
}
