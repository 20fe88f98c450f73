/** What an explanation is: targets, outcomes, relevance maps and the ledger. */
@NullMarked
package org.sparklrp.relevance;

import org.jspecify.annotations.NullMarked;
