/** The command line and its commands; what they share with Spark lies in the packages below. */
@NullMarked
package org.sparklrp.job;

import org.jspecify.annotations.NullMarked;
