package org.sparklrp.job.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
  @TempDir private Path folder;

  /** Local files whose permissions must not be asked for. */
  static class Guarded extends RawLocalFileSystem {
    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      return Arrays.stream(super.listStatus(path)).map(Guarded::guarded).toArray(FileStatus[]::new);
    }

    private static FileStatus guarded(FileStatus status) {
      return new FileStatus(
          status.getLen(),
          status.isDirectory(),
          1,
          1,
          status.getModificationTime(),
          status.getPath()) {
        private static final long serialVersionUID = 1L;

        @Override
        public FsPermission getPermission() {
          throw new IllegalStateException("A process was started for " + getPath());
        }
      };
    }
  }

  /** A store under another scheme. */
  static class Store extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("store:///");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) {
      throw new IllegalStateException("The store was asked for one folder, " + path);
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listFiles(
        org.apache.hadoop.fs.Path path, boolean recursive) {
      assertThat(recursive).isTrue();
      return RemoteIterators.remoteIteratorFromIterable(
          List.of(located(path, "a.jpg"), located(path, "b/c.jpg")));
    }

    private static LocatedFileStatus located(org.apache.hadoop.fs.Path folder, String name) {
      return new LocatedFileStatus(
          new FileStatus(
              name.length(), false, 1, 1, 0, new org.apache.hadoop.fs.Path(folder, name)),
          new BlockLocation[0]);
    }
  }

  @BeforeEach
  void makeTree() throws IOException {
    for (String name : List.of("a.jpg", "b/c.jpg", "b/d/e.jpg")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    Files.createDirectories(folder.resolve("empty"));
  }

  private List<String> found(FileSystem files) throws IOException {
    files.initialize(URI.create("file:///"), new Configuration());
    return FolderTree.files(files, new org.apache.hadoop.fs.Path(folder.toString())).stream()
        .map(
            status ->
                folder.relativize(Path.of(status.getPath().toUri().getPath()))
                    + " "
                    + status.getLen())
        .sorted()
        .toList();
  }

  @Test
  void localFilesAreFoundWithoutAProcessForEach() throws IOException {
    assertThat(found(new Guarded())).containsExactly("a.jpg 5", "b/c.jpg 7", "b/d/e.jpg 9");
  }

  @Test
  void storesListATreeAtOnce() throws IOException {
    assertThat(found(new Store())).containsExactly("a.jpg 5", "b/c.jpg 7");
  }
}
