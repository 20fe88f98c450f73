package org.sparklrp.job.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  private static final int SUBFOLDERS_WORTH_A_JOB = 64;
  private static final FileTask LISTING =
      new FileTask("read images", "give input.path a readable file, folder or glob");

  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final Set<String> extensions;

  ImageFolders(JavaSparkContext spark, Configuration configuration, Set<String> extensions) {
    this.extensions = Set.copyOf(extensions);
    this.spark = spark;
    this.configuration = configuration;
  }

  /**
   * What one configured path means.
   *
   * @param root the folder that image ids are relative to
   * @param files what was found there
   */
  record Listing(Path root, FoundFiles files) {}

  Listing list(String text) {
    return LISTING.run(text, configuration, this::list);
  }

  private Listing list(HadoopPath place) throws IOException {
    Path path = place.path();
    FileStatus status = statusOrNull(place.files(), path);
    if (status != null && status.isFile()) {
      FoundFiles one = new FoundFiles(extensions);
      one.add(path);
      return new Listing(parent(path), one);
    }
    if (status != null) {
      return new Listing(path, below(path, List.of(status)));
    }
    FileStatus[] matches = place.files().globStatus(path);
    if (matches == null || matches.length == 0) {
      throw new UserException(
          "Cannot read images: no such file or folder (%s); give input.path an existing one"
              .formatted(path));
    }
    Path root = withoutGlob(path);
    return new Listing(root, below(root, List.of(matches)));
  }

  private static @Nullable FileStatus statusOrNull(FileSystem files, Path path) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private FoundFiles below(Path root, List<FileStatus> entries) throws IOException {
    FoundFiles found = new FoundFiles(extensions);
    List<String> folders = new ArrayList<>();
    sort(root, entries, found, folders);
    if (folders.size() == 1) {
      HadoopPath only = HadoopPath.open(folders.remove(0), configuration);
      sort(root, FolderTree.entries(only.files(), only.path()), found, folders);
    }
    if (folders.size() < SUBFOLDERS_WORTH_A_JOB) {
      for (String folder : folders) {
        found.add(recursively(root, folder, extensions, configuration));
      }
      return found;
    }
    SerializableConfiguration shared = new SerializableConfiguration(configuration);
    String top = root.toString();
    Set<String> wanted = extensions;
    spark
        .parallelize(folders, Math.min(folders.size(), 8 * spark.defaultParallelism()))
        .map(folder -> recursively(new Path(top), folder, wanted, shared.value()))
        .collect()
        .forEach(found::add);
    return found;
  }

  private static void sort(
      Path root, List<FileStatus> entries, FoundFiles found, List<String> folders) {
    for (FileStatus entry : entries) {
      if (entry.isDirectory()) {
        folders.add(entry.getPath().toString());
      } else {
        found.add(root, entry.getPath());
      }
    }
  }

  private static FoundFiles recursively(
      Path root, String folder, Set<String> extensions, Configuration configuration)
      throws IOException {
    HadoopPath place = HadoopPath.open(folder, configuration);
    FoundFiles found = new FoundFiles(extensions);
    for (FileStatus file : FolderTree.files(place.files(), place.path())) {
      found.add(root, file.getPath());
    }
    return found;
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
