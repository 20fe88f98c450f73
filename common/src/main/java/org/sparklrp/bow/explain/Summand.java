package org.sparklrp.bow.explain;

import org.sparklrp.bow.kernel.Columns;
import org.sparklrp.bow.kernel.SvmKernel;

/**
 * One plain kernel of one channel within a decision function.
 *
 * @param channel which channel's vector it reads
 * @param weight the channel's weight times the kernel's
 * @param kernel no sum itself
 * @param supportVectors of the channel
 */
record Summand(int channel, double weight, SvmKernel kernel, Columns supportVectors) {}
