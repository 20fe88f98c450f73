package org.sparklrp.job.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileStatus;
import org.sparklrp.config.ReportFolder;
import org.sparklrp.job.files.HadoopPath;
import org.sparklrp.report.PageRenderer;
import org.sparklrp.report.ReportPage;

/**
 * Where a report is written: one file, or one and a folder beside it with a page per class.
 *
 * @param page the file
 */
record PageFiles(HadoopPath page) {
  /** A larger file makes a browser wait. */
  private static final int LARGEST_PAGE = 10_000_000;

  private static final String ENDING = ".html";

  /** Writes it. What an earlier report left in the folder goes, and nothing else. */
  void write(ReportPage report, ReportFolder wish) throws IOException {
    HadoopPath folder = page.parent().child(page.path().getName().replace(ENDING, "") + "-classes");
    sweep(folder);
    if (wish != ReportFolder.ALWAYS) {
      byte[] html = PageRenderer.html(report).getBytes(StandardCharsets.UTF_8);
      if (wish == ReportFolder.NEVER || html.length <= LARGEST_PAGE) {
        page.write(html);
        return;
      }
    }
    PageRenderer.split(
        report,
        page.path().getName(),
        folder.path().getName(),
        (path, text) -> page.parent().child(path).write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void sweep(HadoopPath folder) throws IOException {
    if (!folder.isFolder()) {
      return;
    }
    for (FileStatus file : folder.files().listStatus(folder.path())) {
      if (PageRenderer.isOfAFolder(file.getPath().getName())) {
        folder.files().delete(file.getPath(), false);
      }
    }
    if (folder.files().listStatus(folder.path()).length == 0) {
      folder.files().delete(folder.path(), false);
    }
  }
}
