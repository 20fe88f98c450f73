package org.sparklrp.bow.feature;

/** How whitened descriptors are laid out. */
public enum WhiteningKind {
  /** Along the principal axes, the strongest first; may keep fewer of them. */
  PCA,
  /** Turned back to the original axes, so that a whitened patch still looks like a patch. */
  ZCA
}
