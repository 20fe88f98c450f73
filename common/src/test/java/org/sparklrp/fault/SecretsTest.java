package org.sparklrp.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://reader:HIDDEN@bucket/a.jpg",
        "Cannot read the model: denied (hdfs://me:HIDDEN@name:8020/m.onnx); name another",
        "https://host/a.jpg?X-Amz-Date=1&X-Amz-Signature=HIDDEN&x=1",
        "wasbs://images@account/a.jpg?sv=2024&sig=HIDDEN",
        "https://host/a.jpg?key=HIDDEN",
        "spark.hadoop.fs.s3a.secret.key=HIDDEN",
        "fs.s3a.access.key: HIDDEN",
        "{\"fs.s3a.session.token\":\"HIDDEN\"}",
        "--conf spark.ssl.keyPassword = HIDDEN",
      })
  void secretsAreReplaced(String text) {
    assertThat(Secrets.removed(text))
        .doesNotContain("HIDDEN")
        .contains(Secrets.REDACTED)
        .startsWith(text.substring(0, text.indexOf("HIDDEN")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abfss://container@account.dfs.core.windows.net/images/a.jpg",
        "hdfs://name:8020/user@site/a.jpg",
        "file:/data/key=4/token/a.jpg",
        "Cannot read the images: no such file or folder (file:/a@b/c:d.jpg)",
        "the token is unknown",
      })
  void otherTextsStayAsTheyAre(String text) {
    assertThat(Secrets.removed(text)).isEqualTo(text);
  }

  @Test
  void foldersNamedLikeSecretsKeepTheirNames() {
    assertThat(Secrets.ofAddress("file:/data/token=5/a.jpg")).isEqualTo("file:/data/token=5/a.jpg");
  }

  @Test
  void whatFollowsASecretStays() {
    assertThat(Secrets.removed("s3a://a:HIDDEN@b/c.jpg and s3a://d/e@f.jpg"))
        .isEqualTo("s3a://a:" + Secrets.REDACTED + "@b/c.jpg and s3a://d/e@f.jpg");
  }
}
