package org.sparklrp.job.compare;

import java.io.Serializable;

/**
 * Whose sums these are.
 *
 * @param target the target's name
 * @param shared whether they are of images that both runs have
 */
record ClassKey(String target, boolean shared) implements Serializable {}
