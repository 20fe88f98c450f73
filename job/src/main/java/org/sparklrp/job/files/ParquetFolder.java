package org.sparklrp.job.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The Parquet files in a folder and its subfolders, told apart by their footers: of a file that was
 * cut off or overwritten nothing can be read, and Spark would end the job for it.
 *
 * @param readable paths of files with a footer
 * @param broken paths of the others, with the reason
 */
public record ParquetFolder(List<String> readable, SortedMap<String, String> broken) {
  private static final int FILES_PER_TASK = 64;

  /** How Parquet begins the message of an exception of its own about a footer's bytes. */
  private static final String BAD_FOOTER = "can not read class";

  /**
   * Looks at all footers, by tasks.
   *
   * @throws IOException when the folder cannot be listed
   */
  public static ParquetFolder of(HadoopPath folder, JavaSparkContext spark) throws IOException {
    List<String> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = folder.files().listFiles(folder.path(), true);
    while (all.hasNext()) {
      Path file = all.next().getPath();
      if (isData(file, folder.path())) {
        files.add(file.toString());
      }
    }
    SerializableConfiguration configuration =
        new SerializableConfiguration(folder.files().getConf());
    SortedMap<String, String> broken =
        new TreeMap<>(
            spark
                .parallelize(files, Math.max(1, files.size() / FILES_PER_TASK))
                .mapToPair(file -> new Tuple2<>(file, problem(file, configuration.value())))
                .filter(pair -> !pair._2().isEmpty())
                .collectAsMap());
    files.removeAll(broken.keySet());
    return new ParquetFolder(files, broken);
  }

  /** As Spark has it: what begins with a dot or an underscore is no data. */
  private static boolean isData(Path file, Path folder) {
    for (Path part = file; !part.equals(folder); part = part.getParent()) {
      String name = part.getName();
      if (name.startsWith(".") || (name.startsWith("_") && !name.contains("="))) {
        return false;
      }
    }
    return true;
  }

  /** Why a file cannot be read; empty where it can. */
  private static String problem(String file, Configuration configuration) throws IOException {
    try {
      ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), configuration)).close();
      return "";
    } catch (ChecksumException e) {
      return "its checksum is wrong";
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (message.startsWith(BAD_FOOTER)) {
        return "its footer is damaged";
      }
      throw e;
    } catch (RuntimeException e) {
      return "it was cut off, or is something else";
    }
  }
}
