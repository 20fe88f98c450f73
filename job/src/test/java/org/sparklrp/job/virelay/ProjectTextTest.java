package org.sparklrp.job.virelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparklrp.relevance.ClassNames;
import org.yaml.snakeyaml.Yaml;

class ProjectTextTest {
  private static final ProjectText TEXT =
      new ProjectText(
          "run: 7",
          "models/\"a\".onnx",
          "images",
          "lrp epsilon-plus",
          true,
          new ClassNames(List.of("cat", "dog # one")));

  @Test
  void theProjectIsYamlWithPathsRelativeToIt() {
    Map<String, Object> read = new Yaml().load(TEXT.project(List.of(0, 12)));
    assertThat(read)
        .isEqualTo(
            Map.of(
                "project",
                Map.of(
                    "name",
                    "run: 7",
                    "model",
                    "models/\"a\".onnx",
                    "label_map",
                    "labels.json",
                    "dataset",
                    Map.of("name", "images", "type", "hdf5", "path", "dataset.h5"),
                    "attributions",
                    Map.of(
                        "attribution_method",
                        "lrp epsilon-plus",
                        "attribution_strategy",
                        "predicted_label",
                        "sources",
                        List.of("attribution/00000000.h5", "attribution/00000012.h5")),
                    "analyses",
                    List.of(
                        Map.of(
                            "analysis_method",
                            "spectral relevance analysis",
                            "sources",
                            List.of("analysis/00000000.h5", "analysis/00000012.h5"))))));
  }

  /** JSON is YAML as well. */
  @Test
  void labelsHaveNamesByNumberAndOneMoreForImagesWithout() {
    List<Map<String, Object>> labels = new Yaml().load(TEXT.labels());
    assertThat(labels)
        .containsExactly(
            Map.of("index", 0, "word_net_id", "00000000", "name", "cat"),
            Map.of("index", 1, "word_net_id", "00000001", "name", "dog # one"),
            Map.of("index", 2, "word_net_id", "00000002", "name", "(no known label)"));
  }
}
