package org.sparklrp.job.virelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdfRowsTest {
  @TempDir private Path folder;

  @Test
  void rowsAreFilledInAnyOrderAndLeaveTheOthersAlone() throws IOException {
    Path file = folder.resolve("rows.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      HdfRows.reserve(hdf, "before", 2, 3);
      HdfRows.reserve(hdf, "data", 3, 1, 2, 2);
      hdf.putDataset("after", new int[] {7, 8});
    }
    HdfRows rows = HdfRows.of(file, "data");
    rows.write(2, HdfRows.bytes(new float[] {1, 2, 3, -4.5f}));
    rows.write(0, HdfRows.bytes(new float[] {5, 6, 7, 8}));
    try (HdfFile hdf = new HdfFile(file)) {
      assertThat((float[][][][]) hdf.getDatasetByPath("data").getData())
          .isDeepEqualTo(
              new float[][][][] {{{{5, 6}, {7, 8}}}, {{{0, 0}, {0, 0}}}, {{{1, 2}, {3, -4.5f}}}});
      assertThat((float[][]) hdf.getDatasetByPath("before").getData())
          .isDeepEqualTo(new float[2][3]);
      assertThat((int[]) hdf.getDatasetByPath("after").getData()).containsExactly(7, 8);
    }
    assertThatThrownBy(() -> rows.write(1, new byte[4]))
        .hasMessage("A row of 16 bytes is not filled by 4");
  }
}
