package org.sparklrp.rule;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A rule for the layers whose name matches, in place of the composite's. The first match wins.
 *
 * @param layers a glob over node names: {@code *} stands for any characters
 * @param rule the rule they get
 */
public record RuleOverride(String layers, Rule rule) implements Serializable {
  /** Whether a node of this name is meant. */
  public boolean matches(String nodeName) {
    StringBuilder regex = new StringBuilder();
    for (String literal : layers.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return nodeName.matches(regex.toString());
  }
}
