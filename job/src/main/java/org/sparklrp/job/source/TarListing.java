package org.sparklrp.job.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.sparklrp.config.InputConfig;
import org.sparklrp.config.LabelSource;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.job.files.SeekableFile;

/**
 * The images in tar archives, a task for each: headers are read and images passed over, which are
 * read later from where they lie. Labels as WebDataset has them: a file {@code KEY.cls} or {@code
 * KEY.json} (its field cls or label) beside {@code KEY.jpg}.
 */
final class TarListing {
  private static final Set<String> ARCHIVES = Set.of(".tar");
  private static final String CLASS = ".cls";
  private static final String JSON = ".json";
  private static final int LONGEST_LABEL = 1 << 16;

  private TarListing() {}

  static ImageListing list(JavaSparkContext spark, InputConfig input) {
    ImageListing archives = FileListing.list(spark, input, ARCHIVES, "tar archives");
    SerializableConfiguration configuration =
        new SerializableConfiguration(spark.hadoopConfiguration());
    boolean isLabelled = input.label().kind() == LabelSource.Kind.PARENT_DIRECTORY;
    List<String> files = archives.entries().stream().map(ImageEntry::uri).toList();
    List<Shard> shards =
        spark
            .parallelize(files, files.size())
            .map(file -> read(file, isLabelled, configuration.value()))
            .collect();
    List<ImageEntry> entries = new ArrayList<>();
    Map<String, Long> leftOut = new TreeMap<>(archives.leftOut());
    for (Shard shard : shards) {
      entries.addAll(shard.entries());
      shard.leftOut().forEach((reason, count) -> leftOut.merge(reason, count, Long::sum));
    }
    return new ImageListing(archives.root(), entries, leftOut)
        .orNone("the archives hold none", String.join(", ", input.paths()));
  }

  /** An archive that breaks off is one failure more; what lies before the break is explained. */
  private static Shard read(String file, boolean isLabelled, Configuration configuration) {
    List<ImageEntry> entries = new ArrayList<>();
    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, Long> leftOut = new TreeMap<>();
    @Nullable String problem = null;
    try (SeekableFile bytes = SeekableFile.open(HadoopPath.open(file, configuration));
        TarFile tar = new TarFile(bytes)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (entry.isFile()) {
          take(file, tar, entry, entries, labels, leftOut);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      problem = "The archive cannot be read: " + e.getMessage();
    }
    List<ImageEntry> labelled = new ArrayList<>();
    for (ImageEntry entry : entries) {
      labelled.add(!isLabelled ? entry : entry.withLabel(label(file, entry, labels)));
    }
    if (problem != null) {
      labelled.add(new ImageEntry(file, file, null, null, problem));
    }
    return new Shard(labelled, leftOut);
  }

  private static void take(
      String file,
      TarFile tar,
      TarArchiveEntry entry,
      List<ImageEntry> entries,
      Map<String, String> labels,
      Map<String, Long> leftOut)
      throws IOException {
    String name = file + "/" + entry.getName();
    String extension = extension(name);
    if (FileListing.IMAGES.contains(extension) && entry.getSize() <= HadoopPath.LARGEST_FILE) {
      String place =
          FileRange.encoded(file, entry.getDataOffset(), (int) entry.getSize()).address();
      entries.add(new ImageEntry(place, name, null, null, null));
    } else if ((extension.equals(CLASS) || extension.equals(JSON))
        && entry.getSize() <= LONGEST_LABEL) {
      String text = new String(tar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
      String label = extension.equals(CLASS) ? text.strip() : JsonLabel.of(text);
      if (!label.isEmpty()) {
        labels.put(key(name), label);
      }
    } else {
      leftOut.merge(extension.isEmpty() ? "no extension" : extension, 1L, Long::sum);
    }
  }

  /** Up to the first dot of the file's name, as WebDataset has it. */
  private static String key(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** What a file beside it says, else the name of its folder within the archive, or null. */
  private static @Nullable String label(String file, ImageEntry entry, Map<String, String> labels) {
    String beside = labels.get(key(entry.name()));
    if (beside != null) {
      return beside;
    }
    String inside = entry.name().substring(file.length() + 1);
    int end = inside.lastIndexOf('/');
    return end < 1 ? null : inside.substring(inside.lastIndexOf('/', end - 1) + 1, end);
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') ? name.substring(dot).toLowerCase(Locale.ROOT) : "";
  }

  /** What one archive holds. */
  private record Shard(List<ImageEntry> entries, Map<String, Long> leftOut)
      implements java.io.Serializable {}
}
