package org.sparklrp.job.files;

import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Whole files of any Hadoop file system, for commands that run without a Spark job.
 *
 * @param configuration of the file systems
 */
public record HadoopFiles(Configuration configuration) {

  /** The file systems as Hadoop's files and Spark's properties {@code spark.hadoop.*} set them. */
  public static HadoopFiles ofThisJvm() {
    Configuration configuration = new Configuration();
    for (Tuple2<String, String> property : new SparkConf().getAllWithPrefix("spark.hadoop.")) {
      configuration.set(property._1(), property._2());
    }
    return new HadoopFiles(configuration);
  }

  /**
   * A file's bytes.
   *
   * @param what the file is, for the message: {@code the model}
   * @param path its Hadoop path
   */
  public byte[] read(String what, String path) {
    return new FileTask("read " + what, "name an existing file").read(path, configuration);
  }

  /** A file's text, UTF-8. */
  public String readText(String what, String path) {
    return new String(read(what, path), StandardCharsets.UTF_8);
  }

  /** Writes a file, in place of one of its name; missing folders are made. */
  public void write(String what, String path, byte[] bytes) {
    new FileTask("write " + what, "name a folder that can be written to")
        .run(
            path,
            configuration,
            file -> {
              file.withoutChecksums(plain -> plain.write(bytes));
              return file;
            });
  }
}
