/**
 * Tests of what users read: README.md and every page it leads to. Links lead somewhere, keys,
 * tables and commands that are named exist, and the commands and queries in code blocks are run as
 * they stand, with small data where a page leaves a place for the reader's own.
 *
 * <p>A command that cannot be run here is checked as far as it can be, and {@link
 * org.sparklrp.job.guide.Commands} says why. One that it does not know fails.
 */
@NullMarked
package org.sparklrp.job.guide;

import org.jspecify.annotations.NullMarked;
