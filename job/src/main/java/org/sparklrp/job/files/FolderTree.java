package org.sparklrp.job.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The files of a folder and of all folders in it. */
public final class FolderTree {
  private static final String LOCAL = "file";

  private FolderTree() {}

  /**
   * Lists them, in no order.
   *
   * <p>Object stores list a whole tree at once. For local files the same call asks for each file's
   * permissions, for which Hadoop without its C library starts a process: some 5 ms a file. Folder
   * by folder it does not.
   */
  public static List<FileStatus> files(FileSystem files, Path folder) throws IOException {
    return files.getUri().getScheme().equals(LOCAL)
        ? folderByFolder(files, folder)
        : atOnce(files, folder);
  }

  private static List<FileStatus> atOnce(FileSystem files, Path folder) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> below = files.listFiles(folder, true);
    while (below.hasNext()) {
      found.add(below.next());
    }
    return found;
  }

  /** Each real folder once, however many links lead to it, or in a circle. */
  private static List<FileStatus> folderByFolder(FileSystem files, Path folder) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    Deque<Path> open = new ArrayDeque<>(List.of(folder));
    Set<java.nio.file.Path> seen = new HashSet<>();
    while (!open.isEmpty()) {
      Path next = open.remove();
      if (!seen.add(local(next).toRealPath())) {
        continue;
      }
      for (FileStatus entry : entries(files, next)) {
        if (entry.isDirectory()) {
          open.add(entry.getPath());
        } else {
          found.add(entry);
        }
      }
    }
    return found;
  }

  /**
   * What lies in a folder. Of a local one, links that lead nowhere too: Hadoop's listing passes
   * over them without a word.
   */
  public static List<FileStatus> entries(FileSystem files, Path folder) throws IOException {
    List<FileStatus> entries = new ArrayList<>(List.of(files.listStatus(folder)));
    if (!files.getUri().getScheme().equals(LOCAL)) {
      return entries;
    }
    Set<String> listed =
        entries.stream().map(entry -> entry.getPath().getName()).collect(Collectors.toSet());
    try (DirectoryStream<java.nio.file.Path> all = Files.newDirectoryStream(local(folder))) {
      for (java.nio.file.Path entry : all) {
        String name = entry.getFileName().toString();
        if (!listed.contains(name) && Files.isSymbolicLink(entry) && !Files.exists(entry)) {
          Path path = new Path(folder, new Path(null, null, name));
          entries.add(new FileStatus(0, false, 0, 0, 0, path));
        }
      }
    }
    return entries;
  }

  private static java.nio.file.Path local(Path folder) {
    return java.nio.file.Path.of(folder.toUri().getPath());
  }
}
