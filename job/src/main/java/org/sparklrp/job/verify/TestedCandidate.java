package org.sparklrp.job.verify;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.finding.Effects;
import org.sparklrp.audit.finding.Verdict;

/**
 * A candidate and what its experiment came to.
 *
 * @param candidate what was tested
 * @param images of the cluster that were changed
 * @param foreignImages of other classes that were changed
 * @param removed logit of the class lost by removing the region
 * @param removedFlips share of decisions that removing turned
 * @param pasted logit of the class gained by pasting the region
 * @param pastedFlips share of images that pasting made the class
 * @param agreement what the images have in common in the region
 * @param obstacle why it could not be tested, or null
 */
record TestedCandidate(
    Candidate candidate,
    int images,
    int foreignImages,
    ControlledMean removed,
    ControlledMean removedFlips,
    ControlledMean pasted,
    ControlledMean pastedFlips,
    ControlledMean agreement,
    @Nullable String obstacle)
    implements Serializable {

  static TestedCandidate of(Candidate candidate, Effects effects, long seed) {
    Effects.Outcome removed = effects.removed();
    Effects.Outcome pasted = effects.pasted();
    return new TestedCandidate(
        candidate,
        removed.effects().length,
        pasted.effects().length,
        ControlledMean.of(removed.effects(), removed.controlEffects(), removed.effect(seed)),
        ControlledMean.of(removed.flips(), removed.controlFlips(), removed.flip(seed)),
        ControlledMean.of(pasted.effects(), pasted.controlEffects(), pasted.effect(seed)),
        ControlledMean.of(pasted.flips(), pasted.controlFlips(), pasted.flip(seed)),
        ControlledMean.of(effects.agreement(), effects.usualAgreement(), effects.content(seed)),
        null);
  }

  static TestedCandidate untested(Candidate candidate, String obstacle) {
    ControlledMean none = ControlledMean.NONE;
    return new TestedCandidate(candidate, 0, 0, none, none, none, none, none, obstacle);
  }

  /** Removing, pasting and common content must all be beyond chance: the largest of their p. */
  double pValue() {
    return Math.max(
        removed.beyond().pValue(), Math.max(pasted.beyond().pValue(), agreement.beyond().pValue()));
  }

  Verdict verdict(double qValue) {
    return obstacle != null
        ? Verdict.NOT_CONFIRMED
        : Verdict.of(
            removedFlips.beyond(),
            pastedFlips.beyond(),
            agreement.beyond(),
            agreement.controls(),
            qValue);
  }
}
