package org.sparklrp.job.verify;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sparklrp.audit.finding.Verdict;
import org.sparklrp.job.files.FileTask;
import org.sparklrp.job.table.Table;

/**
 * The ids of the images that confirmed findings concern, as a text for those who relabel or clean:
 * findings/_IDS.csv. Its name begins with an underscore, so that Spark does not take it for a part
 * of the table beside it.
 *
 * @param run the run's folder
 * @param configuration of the Hadoop file systems
 */
record RelabellingList(Path run, Configuration configuration) {
  private static final String NAME = "_IDS.csv";

  void write(List<VerifyResult.Finding> findings, Dataset<Row> images) {
    StringBuilder text = new StringBuilder("target,cluster,rank,similarity,image\n");
    List<Column> chosen = new ArrayList<>();
    for (VerifyResult.Finding finding : findings) {
      if (finding.verdict() == Verdict.CONFIRMED) {
        Candidate candidate = finding.tested().candidate();
        chosen.add(
            col("target")
                .equalTo(candidate.target())
                .and(col("cluster").equalTo(candidate.cluster())));
      }
    }
    chosen.stream()
        .reduce(Column::or)
        .ifPresent(
            confirmed -> {
              Iterator<Row> rows =
                  images
                      .where(confirmed.and(col("concerned")))
                      .orderBy("target", "cluster", "rank")
                      .toLocalIterator();
              rows.forEachRemaining(row -> text.append(line(row)));
            });
    new FileTask("write the list of images", "name a run that can be written to")
        .run(
            new Path(new Path(run, Table.FINDINGS.folder()), NAME).toString(),
            configuration,
            place -> {
              place.write(text.toString().getBytes(StandardCharsets.UTF_8));
              return place;
            });
  }

  private static String line(Row row) {
    return String.format(
        Locale.ROOT,
        "%s,%d,%d,%.4f,%s%n",
        quoted(row.<String>getAs("target_name")),
        row.<Integer>getAs("cluster"),
        row.<Integer>getAs("rank"),
        row.<Double>getAs("similarity"),
        quoted(row.<String>getAs("image_id")));
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
