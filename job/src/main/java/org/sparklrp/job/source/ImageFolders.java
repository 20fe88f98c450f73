package org.sparklrp.job.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.files.FolderTree;
import org.sparklrp.job.files.HadoopPath;

/**
 * Finds the image files below a path: a file, a folder with its subfolders, or a glob. A folder
 * with many subfolders is listed by the cluster, one subfolder a task.
 */
final class ImageFolders {
  private static final Set<String> EXTENSIONS = Set.of(".jpg", ".jpeg", ".png", ".bmp", ".gif");
  private static final int SUBFOLDERS_WORTH_A_JOB = 64;
  private static final FileTask LISTING =
      new FileTask("read images", "give input.path a readable file, folder or glob");

  private final JavaSparkContext spark;
  private final Configuration configuration;

  ImageFolders(JavaSparkContext spark, Configuration configuration) {
    this.spark = spark;
    this.configuration = configuration;
  }

  /**
   * What one configured path means.
   *
   * @param root the folder that image ids are relative to
   * @param files the image files
   */
  record Listing(Path root, List<String> files) {}

  Listing list(String text) {
    return LISTING.run(text, configuration, this::list);
  }

  private Listing list(HadoopPath place) throws IOException {
    Path path = place.path();
    FileStatus status = statusOrNull(place.files(), path);
    if (status != null && status.isFile()) {
      return new Listing(parent(path), List.of(path.toString()));
    }
    if (status != null) {
      return new Listing(path, below(List.of(status)));
    }
    FileStatus[] matches = place.files().globStatus(path);
    if (matches == null || matches.length == 0) {
      throw new UserException(
          "Cannot read images: no such file or folder (%s); give input.path an existing one"
              .formatted(path));
    }
    return new Listing(withoutGlob(path), below(List.of(matches)));
  }

  private static @Nullable FileStatus statusOrNull(FileSystem files, Path path) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private List<String> below(List<FileStatus> entries) throws IOException {
    List<String> images = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    sort(entries, images, folders);
    if (folders.size() == 1) {
      HadoopPath only = HadoopPath.open(folders.remove(0), configuration);
      sort(List.of(only.files().listStatus(only.path())), images, folders);
    }
    if (folders.size() < SUBFOLDERS_WORTH_A_JOB) {
      for (String folder : folders) {
        images.addAll(recursively(folder, configuration));
      }
      return images;
    }
    SerializableConfiguration shared = new SerializableConfiguration(configuration);
    images.addAll(
        spark
            .parallelize(folders, Math.min(folders.size(), 8 * spark.defaultParallelism()))
            .flatMap(folder -> recursively(folder, shared.value()).iterator())
            .collect());
    return images;
  }

  private static void sort(List<FileStatus> entries, List<String> images, List<String> folders) {
    for (FileStatus entry : entries) {
      if (entry.isDirectory()) {
        folders.add(entry.getPath().toString());
      } else if (isImage(entry.getPath())) {
        images.add(entry.getPath().toString());
      }
    }
  }

  private static List<String> recursively(String folder, Configuration configuration)
      throws IOException {
    HadoopPath place = HadoopPath.open(folder, configuration);
    List<String> images = new ArrayList<>();
    for (FileStatus file : FolderTree.files(place.files(), place.path())) {
      if (isImage(file.getPath())) {
        images.add(file.getPath().toString());
      }
    }
    return images;
  }

  /** An image is known by its extension; what the file holds is the decoder's business. */
  private static boolean isImage(Path file) {
    String name = file.getName().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot >= 0 && EXTENSIONS.contains(name.substring(dot));
  }

  private static Path withoutGlob(Path path) {
    Path root = path;
    for (Path folder = path; folder.getParent() != null; folder = folder.getParent()) {
      if (folder.getName().matches(".*[*?\\[{\\\\].*")) {
        root = parent(folder);
      }
    }
    return root.equals(path) ? parent(path) : root;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
