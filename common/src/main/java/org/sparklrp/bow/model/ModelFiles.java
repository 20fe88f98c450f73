package org.sparklrp.bow.model;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.sparklrp.fault.UserException;
import org.sparklrp.npy.NpyFile;

/**
 * The files of a model's directory, by name; the package's documentation describes them. {@link
 * #packed} makes one array of bytes of them, the same for the same files: so a model travels, and
 * so it is hashed.
 *
 * @param files the files' bytes by name
 */
public record ModelFiles(SortedMap<String, byte[]> files) {
  /** The name of the file that names all others. */
  public static final String DESCRIPTION = "model.json";

  /** The name of the table of the images a model was made with, beside the model's own files. */
  public static final String IMAGES = "images.csv";

  /** In that table, images that only measured the model. */
  public static final String HELD_OUT = "held-out";

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Copies the map. */
  public ModelFiles {
    files = new TreeMap<>(files);
  }

  /** Whether these bytes are packed files rather than some other model. */
  public static boolean isPacked(byte[] bytes) {
    return bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
  }

  /** All files in one array of bytes: a zip archive without compression, names in order. */
  public byte[] packed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The files of an archive.
   *
   * @param origin where it comes from, for messages
   */
  public static ModelFiles unpacked(byte[] bytes, String origin) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot read the Bag-of-Words model %s: its archive is damaged (%s); pack it again"
              .formatted(origin, e.getMessage()),
          e);
    }
    return new ModelFiles(files);
  }

  /**
   * The fields of {@code model.json}.
   *
   * @param origin where the files come from, for messages
   */
  ConfigObject description(String origin) {
    String text = new String(file(DESCRIPTION, origin), StandardCharsets.UTF_8);
    try {
      return ConfigFactory.parseString(
              text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
          .root();
    } catch (ConfigException e) {
      throw new UserException(
          "Cannot read the Bag-of-Words model %s: model.json is not well-formed JSON (%s); write it again"
              .formatted(origin, e.getMessage()),
          e);
    }
  }

  /** The bytes of {@code model.json} with these fields. */
  static byte[] description(Map<String, ?> fields) {
    return (ConfigValueFactory.fromMap(fields)
                .render(ConfigRenderOptions.concise().setFormatted(true))
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * One of the arrays.
   *
   * @param rank the number of dimensions it must have
   */
  NpyFile array(String name, int rank, String origin) {
    NpyFile array = NpyFile.parse(file(name, origin), origin + "/" + name);
    if (array.shape().size() != rank) {
      throw new UserException(
          "Cannot use the Bag-of-Words model %s: %s has %d dimensions and needs %d; write it again"
              .formatted(origin, name, array.shape().size(), rank));
    }
    for (double value : array.values()) {
      if (!Double.isFinite(value)) {
        throw new UserException(
            "Cannot use the Bag-of-Words model %s: %s holds values that are not finite (%s); train it again"
                .formatted(origin, name, value));
      }
    }
    return array;
  }

  private byte[] file(String name, String origin) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new UserException(
          "Cannot read the Bag-of-Words model %s: it has no file %s; name a directory that train-bow wrote"
              .formatted(origin, name));
    }
    return bytes;
  }
}
