package org.sparklrp.bow.feature;

import java.io.Serializable;

/** Where the local features of an image come from. */
public sealed interface FeatureSource extends Serializable permits Descriptor, GivenFeatures {
  /** D, the length of a feature. */
  int dimension();
}
