/**
 * The command audit: the other commands as stages, in one session, over one configuration.
 *
 * <p>{@link org.sparklrp.job.audit.AuditCommand} starts each stage as its command line would;
 * {@link org.sparklrp.job.audit.StageJournal} knows from {@code audit.json} beside the run's
 * manifest which are done already for the same run and the same settings.
 */
@NullMarked
package org.sparklrp.job.audit;

import org.jspecify.annotations.NullMarked;
