/**
 * Suspicions put to the test. An {@link org.sparklrp.audit.finding.Experiment} removes and pastes a
 * region, paired with regions of its shape elsewhere, and {@link
 * org.sparklrp.audit.finding.Verdict} reads the outcome.
 *
 * <p>Removing an object and pasting an object work as well as removing and pasting a stamp: a
 * network that sees horses sees them where they are pasted. So a finding also needs that the images
 * show the same thing in the region. Two forward passes per image and region, nothing backwards.
 */
@NullMarked
package org.sparklrp.audit.finding;

import org.jspecify.annotations.NullMarked;
