package org.sparklrp.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.sparklrp.job.LocalSpark;
import org.sparklrp.relevance.ClassNames;

class UnknownLabelsTest {
  private static final ClassNames CLASSES = new ClassNames(List.of("cat", "horse"));

  private static Dataset<Row> explanations(String rows) {
    return LocalSpark.session()
        .sql("SELECT * FROM VALUES " + rows + " AS t(image_id, label, label_index)");
  }

  @Test
  void theMostFrequentComeFirstWithTheClassTheyAreMostLike() {
    assertThat(
            UnknownLabels.of(
                explanations(
                    """
                    ('1', 'hrose', null), ('2', 'hrose', null), ('2', 'hrose', null),
                    ('3', 'Cat', null), ('4', 'cat', 0), ('5', null, null)"""),
                CLASSES))
        .isEqualTo("2 hrose (horse?), 1 Cat (cat?)");
  }

  @Test
  void ofManyOnlySomeAreShown() {
    assertThat(
            UnknownLabels.of(
                explanations(
                    """
                    ('1', 'a', null), ('2', 'b', null), ('3', 'c', null), ('4', 'd', null),
                    ('5', 'e', null), ('6', 'f', null)"""),
                CLASSES))
        .startsWith("1 a (cat?), 1 b (cat?)")
        .endsWith("1 e (cat?), ...");
  }
}
