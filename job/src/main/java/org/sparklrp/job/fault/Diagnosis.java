package org.sparklrp.job.fault;

import java.util.List;
import java.util.Optional;

/**
 * A trouble that was recognised in a throwable.
 *
 * @param trouble of which kind it is
 * @param words what the throwable says of it; may be empty
 */
record Diagnosis(Trouble trouble, String words) {

  /** Looks for the troubles in their order, and for each from the root of the chain on. */
  static Optional<Diagnosis> of(Throwable thrown) {
    List<Link> chain = Link.chain(thrown);
    for (Trouble trouble : Trouble.values()) {
      for (Link link : chain) {
        if (trouble.isToldBy(link)) {
          return Optional.of(new Diagnosis(trouble, trouble.words(link)));
        }
      }
    }
    return Optional.empty();
  }

  /** What is wrong: in the throwable's words, where the trouble is with what a path is like. */
  String reason() {
    return trouble == Trouble.UNSUITABLE_PATH && !words.isEmpty() ? words : trouble.reason();
  }

  /** A path and what the throwable says of it. */
  String about(String path) {
    return words.isEmpty() || words.equals(path) ? path : path + ": " + words;
  }
}
