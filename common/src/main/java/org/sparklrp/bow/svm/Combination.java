package org.sparklrp.bow.svm;

/** How the kernels of several feature channels become one. */
public enum Combination {
  /** K = sum_u beta_u K_u. */
  SUM,
  /**
   * K = prod_u K_u^beta_u of kernels that fall off with a distance: exp(-sum_u beta_u gamma_u D_u),
   * with beta_u gamma_u = 1 / A_u the joint kernel of Zhang et al. 2007.
   */
  PRODUCT
}
