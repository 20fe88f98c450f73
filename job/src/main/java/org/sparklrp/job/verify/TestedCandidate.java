package org.sparklrp.job.verify;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.finding.Effects;
import org.sparklrp.audit.finding.Verdict;
import org.sparklrp.audit.inference.PairedDifference;

/**
 * A candidate and what its experiment came to.
 *
 * @param candidate what was tested
 * @param images of the cluster that were changed
 * @param foreignImages of other classes that were changed
 * @param meanScore mean logit lost by removing, gained by pasting, and what controls did
 * @param removed effect of removing beyond controls, on the logit
 * @param removedFlips the same on decisions
 * @param pasted effect of pasting beyond controls, on the logit
 * @param pastedFlips the same on decisions
 * @param content what the images have in common beyond controls
 * @param obstacle why it could not be tested, or null
 */
record TestedCandidate(
    Candidate candidate,
    int images,
    int foreignImages,
    Means meanScore,
    Difference removed,
    Difference removedFlips,
    Difference pasted,
    Difference pastedFlips,
    Difference content,
    @Nullable String obstacle)
    implements Serializable {

  /** Means over images, of the region and of its controls. */
  record Means(
      double removed,
      double removedUsual,
      double removedFlips,
      double removedFlipsUsual,
      double pasted,
      double pastedUsual,
      double pastedFlips,
      double pastedFlipsUsual,
      double agreement,
      double agreementUsual)
      implements Serializable {}

  /** A paired difference on its way from an executor. */
  record Difference(double mean, double lower, double upper, double pValue)
      implements Serializable {
    static Difference of(PairedDifference difference) {
      return new Difference(
          difference.mean(), difference.lower(), difference.upper(), difference.pValue());
    }

    PairedDifference paired() {
      return new PairedDifference(mean, lower, upper, pValue);
    }
  }

  static TestedCandidate of(Candidate candidate, Effects effects, long seed) {
    Effects.Outcome removed = effects.removed();
    Effects.Outcome pasted = effects.pasted();
    return new TestedCandidate(
        candidate,
        removed.effects().length,
        pasted.effects().length,
        new Means(
            Effects.mean(removed.effects()),
            Effects.mean(removed.controlEffects()),
            Effects.mean(removed.flips()),
            Effects.mean(removed.controlFlips()),
            Effects.mean(pasted.effects()),
            Effects.mean(pasted.controlEffects()),
            Effects.mean(pasted.flips()),
            Effects.mean(pasted.controlFlips()),
            Effects.mean(effects.agreement()),
            Effects.mean(effects.usualAgreement())),
        Difference.of(removed.effect(seed)),
        Difference.of(removed.flip(seed)),
        Difference.of(pasted.effect(seed)),
        Difference.of(pasted.flip(seed)),
        Difference.of(effects.content(seed)),
        null);
  }

  static TestedCandidate untested(Candidate candidate, String obstacle) {
    Difference none = new Difference(0, 0, 0, 1);
    return new TestedCandidate(
        candidate,
        0,
        0,
        new Means(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        none,
        none,
        none,
        none,
        none,
        obstacle);
  }

  /** Removing, pasting and common content must all be beyond chance: the largest of their p. */
  double pValue() {
    return Math.max(removed.pValue(), Math.max(pasted.pValue(), content.pValue()));
  }

  Verdict verdict(double qValue) {
    return obstacle != null
        ? Verdict.NOT_CONFIRMED
        : Verdict.of(removedFlips.paired(), pastedFlips.paired(), content.paired(), qValue);
  }

  /** The row of the table findings. */
  Row row(double qValue) {
    return RowFactory.create(
        candidate.target(),
        candidate.targetName(),
        candidate.cluster(),
        candidate.count(),
        candidate.share(),
        candidate.suspicion(),
        candidate.region(),
        candidate.box()[0],
        candidate.box()[1],
        candidate.box()[2],
        candidate.box()[3],
        images,
        foreignImages,
        meanScore.removed(),
        meanScore.removedUsual(),
        removed.lower(),
        removed.upper(),
        meanScore.removedFlips(),
        meanScore.removedFlipsUsual(),
        removedFlips.lower(),
        removedFlips.upper(),
        meanScore.pasted(),
        meanScore.pastedUsual(),
        pasted.lower(),
        pasted.upper(),
        meanScore.pastedFlips(),
        meanScore.pastedFlipsUsual(),
        pastedFlips.lower(),
        pastedFlips.upper(),
        meanScore.agreement(),
        meanScore.agreementUsual(),
        content.lower(),
        content.upper(),
        pValue(),
        qValue,
        verdict(qValue).word(),
        obstacle);
  }
}
