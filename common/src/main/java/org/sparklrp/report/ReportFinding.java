package org.sparklrp.report;

import java.util.List;

/**
 * A suspicion that was tested.
 *
 * @param targetName the class it is about
 * @param verdict confirmed, harmless or not-confirmed
 * @param sentence what was found, in plain words
 * @param evidence figures behind it
 * @param region where it is
 * @param sheet images of it
 */
public record ReportFinding(
    String targetName,
    String verdict,
    String sentence,
    List<Fact> evidence,
    ReportPicture region,
    ExampleSheet sheet) {
  /** Copies the list. */
  public ReportFinding {
    evidence = List.copyOf(evidence);
  }

  /** Whether the experiment proved it. */
  public boolean isConfirmed() {
    return verdict.equals("confirmed");
  }
}
