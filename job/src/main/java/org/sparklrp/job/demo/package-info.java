/**
 * The command that writes the demo dataset and its model. Drawing is the library's work
 * (org.sparklrp.demo); this package is its command line.
 */
@NullMarked
package org.sparklrp.job.demo;

import org.jspecify.annotations.NullMarked;
