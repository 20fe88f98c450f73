package org.sparklrp.job.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.HadoopPath;

/**
 * Images in the format of MNIST (LeCun, Cortes and Burges): a file of raw grey pixels, and one of
 * labels whose name says {@code labels-idx1} where the other's says {@code images-idx3}.
 */
final class IdxListing {
  private static final FileTask READING =
      new FileTask("read images", "give input.path a file of images in the format idx, unpacked");
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;
  private static final int IMAGE_HEADER = 16;
  private static final int LABEL_HEADER = 8;

  private IdxListing() {}

  static ImageListing list(InputConfig input, Configuration configuration) {
    List<Path> folders = new ArrayList<>();
    List<ImageEntry> entries = new ArrayList<>();
    boolean isLabelled = input.label().kind() == LabelSource.Kind.PARENT_DIRECTORY;
    for (String path : input.paths()) {
      READING.run(
          path,
          configuration,
          file -> {
            folders.add(file.parent().path());
            return entries.addAll(entries(path, file, isLabelled));
          });
    }
    return new ImageListing(FileListing.commonFolder(folders), entries, Map.of());
  }

  private static List<ImageEntry> entries(String path, HadoopPath file, boolean isLabelled)
      throws IOException {
    ByteBuffer header = ByteBuffer.wrap(file.read(0, IMAGE_HEADER));
    if (header.getInt() != IMAGES) {
      throw new UserException(
          "Cannot read images: the file is none of images in the format idx (%s); unpack it, and name the one with idx3-ubyte"
              .formatted(path));
    }
    int count = header.getInt();
    int height = header.getInt();
    int width = header.getInt();
    long size = file.files().getFileStatus(file.path()).getLen();
    if (count < 1
        || height < 1
        || width < 1
        || size - IMAGE_HEADER != (long) count * height * width) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot read images: the file is not as long as its header says (%s: %d images of %d x %d, %d bytes); fetch it again",
              path,
              count,
              height,
              width,
              size));
    }
    byte @Nullable [] labels = isLabelled ? labels(file, count) : null;
    List<ImageEntry> entries = new ArrayList<>();
    int length = height * width;
    for (int i = 0; i < count; i++) {
      long offset = IMAGE_HEADER + (long) i * length;
      entries.add(
          new ImageEntry(
              new FileRange(file.path().toString(), offset, length, height, width).address(),
              String.format(Locale.ROOT, "%s/%07d", file.path(), i),
              null,
              labels == null ? null : Integer.toString(labels[i] & 0xFF),
              null));
    }
    return entries;
  }

  /** The labels beside the images; null where there are none. */
  private static byte @Nullable [] labels(HadoopPath images, int count) throws IOException {
    String name = images.path().getName();
    String other = name.replace("images", "labels").replace("idx3", "idx1");
    HadoopPath file = images.parent().child(other);
    if (other.equals(name) || !file.files().exists(file.path())) {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(file.read(0, LABEL_HEADER));
    if (header.getInt() != LABELS || header.getInt() != count) {
      throw new UserException(
          "Cannot read labels: the file has none for each image (%s); fetch it again, or set input.label = none"
              .formatted(file.path()));
    }
    return file.read(LABEL_HEADER, count);
  }
}
