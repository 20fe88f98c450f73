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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

/**
 * The files of a model's directory by name, and what is in them. {@link #packed} makes one array of
 * bytes of them, the same for the same files: so a model travels, and so it is hashed.
 *
 * <p>The guide's page {@code common/guide/bag-of-words-models.md} describes the directory field by
 * field, for those who write one: {@link ModelReader} reads the whole, {@link ChannelReader} a
 * channel, {@link ChannelFields}, {@link EncodingFields}, {@link NormalizationFields} and {@link
 * KernelFields} its sections.
 *
 * <p>{@code images.csv}, where there is one, says of each image of the training (uri, class, use)
 * whether it was used for words, for words+classifier, or was held-out.
 *
 * <p>f_c(x) = b_c + sum_i a_ci sum_u beta_u K_u(x_i^u, x^u). In Python, with kernels of histogram
 * intersection, the decisions on the support vectors themselves, classes x n (sgn(a_ci) f_ci is 1
 * wherever C does not bound a_ci):
 *
 * <pre>{@code
 * import json
 * import numpy as np
 *
 * model = json.load(open("model.json"))
 * load = lambda name: np.load(name).astype(float)
 * a, f = load(model["dual-coefficients"]), load(model["bias"])[:, None]
 * for channel in model["channels"]:
 *     assert channel["kernel"]["type"] == "histogram-intersection"
 *     x = load(channel["support-vectors"])
 *     k = np.array([np.minimum(x, row).sum(axis=1) for row in x])
 *     f = f + channel["weight"] * a @ k
 * print([model["classes"][c] for c in f.argmax(axis=0)])
 * }</pre>
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

  /** The first bytes of a zip archive. */
  private static final int ZIP_SIGNATURE = 0x504b0304;

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Copies the map. */
  public ModelFiles {
    files = new TreeMap<>(files);
  }

  /** Whether these bytes are packed files rather than some other model. */
  public static boolean isPacked(ByteBuffer bytes) {
    return bytes.capacity() >= Integer.BYTES
        && bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0) == ZIP_SIGNATURE;
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
  public static ModelFiles unpacked(ByteBuffer packed, String origin) {
    byte[] bytes = new byte[packed.capacity()];
    packed.get(0, bytes);
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
   * One of the files.
   *
   * @throws UserException where it is not there
   */
  byte[] file(String name, String origin) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new UserException(
          "Cannot read the Bag-of-Words model %s: it has no file %s; put the file there, or correct its name in model.json"
              .formatted(origin, name));
    }
    return bytes;
  }
}
