/**
 * What any Spark job of the project needs while it runs: its session checked, native libraries
 * unpacked, progress told, the next batch prepared ahead.
 *
 * <p>None of it knows what is computed: images, models and tables are the business of the packages
 * beside. It touches Spark and {@code fault}.
 */
@NullMarked
package org.sparklrp.job.run;

import org.jspecify.annotations.NullMarked;
