/**
 * User-facing data: the configuration as records, and the one exception type for the user's faults.
 */
@NullMarked
package org.sparklrp.config;

import org.jspecify.annotations.NullMarked;
