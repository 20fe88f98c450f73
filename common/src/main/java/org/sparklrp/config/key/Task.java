package org.sparklrp.config.key;

import org.sparklrp.model.Head;

/** What a network's outputs are, as the configuration says it. */
enum Task {
  CLASSIFICATION(Head.Use.CLASSIFICATION),
  REGRESSION(Head.Use.REGRESSION);

  private final Head.Use use;

  Task(Head.Use use) {
    this.use = use;
  }

  Head.Use use() {
    return use;
  }
}
