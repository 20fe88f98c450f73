package org.sparklrp.job.files;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

  private static List<FileStatus> folderByFolder(FileSystem files, Path folder) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    Deque<Path> open = new ArrayDeque<>(List.of(folder));
    while (!open.isEmpty()) {
      for (FileStatus entry : files.listStatus(open.remove())) {
        if (entry.isDirectory()) {
          open.add(entry.getPath());
        } else {
          found.add(entry);
        }
      }
    }
    return found;
  }
}
