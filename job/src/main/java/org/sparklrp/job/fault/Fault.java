package org.sparklrp.job.fault;

import java.io.IOException;
import java.util.Optional;
import org.sparklrp.fault.EnvironmentException;
import org.sparklrp.fault.UserException;

/**
 * Why a command cannot go on, where that is not a bug.
 *
 * @param whose who can do something about it
 * @param sentence what is wrong and what can be done: {@code Cannot <do> <what>: <reason>
 *     (<value>); <remedy>}
 */
public record Fault(Whose whose, String sentence) {
  private static final String CHECK_PATHS =
      "check the paths of the configuration: every executor must see them, unchanged while the job runs";

  /**
   * The fault that a throwable tells of, by itself, by a cause, or by what Spark tells of another
   * JVM.
   *
   * @return empty for a bug
   */
  public static Optional<Fault> of(Throwable thrown) {
    for (Throwable cause : Link.causes(thrown)) {
      if (cause instanceof UserException || cause instanceof EnvironmentException) {
        Whose whose = cause instanceof UserException ? Whose.USER : Whose.ENVIRONMENT;
        return Optional.of(new Fault(whose, String.valueOf(cause.getMessage())));
      }
    }
    Optional<Fault> told = told(thrown, UserException.class, Whose.USER);
    if (told.isEmpty()) {
      told = told(thrown, EnvironmentException.class, Whose.ENVIRONMENT);
    }
    return told.isPresent()
        ? told
        : Diagnosis.of(thrown)
            .map(found -> new Fault(found.trouble().whose(), sentence(found, thrown)));
  }

  private static Optional<Fault> told(Throwable thrown, Class<?> type, Whose whose) {
    return Link.chain(thrown).stream()
        .filter(link -> link.types().contains(type.getSimpleName()))
        .findFirst()
        .map(link -> new Fault(whose, link.text()));
  }

  private static String sentence(Diagnosis found, Throwable thrown) {
    Trouble trouble = found.trouble();
    if (trouble == Trouble.OUT_OF_MEMORY) {
      return OutOfMemory.sentence(found.words(), OutOfMemory.isHere(thrown));
    }
    String remedy = trouble.remedy().isEmpty() ? CHECK_PATHS : trouble.remedy();
    return "Cannot go on: %s%s; %s"
        .formatted(
            trouble.reason(),
            found.words().isEmpty() ? "" : " (%s)".formatted(found.words()),
            remedy);
  }

  /**
   * The exception that tells what could not be done with a path.
   *
   * @param thrown what came of trying
   * @param task what was to be done: {@code read the model}
   * @param path the path as the user knows it
   * @param remedy what to do about a path that is wrong: {@code name an existing file}
   * @return a {@link UserException} or an {@link EnvironmentException}; empty where it is a bug
   */
  public static Optional<RuntimeException> ofPath(
      Throwable thrown, String task, String path, String remedy) {
    return Diagnosis.of(thrown)
        .or(() -> ofIllegalPath(thrown))
        .or(() -> ofStorage(thrown))
        .map(found -> exception(found, "Cannot " + task, path, remedy, thrown));
  }

  private static RuntimeException exception(
      Diagnosis found, String beginning, String path, String remedy, Throwable thrown) {
    Trouble trouble = found.trouble();
    boolean isAboutPath = trouble.remedy().isEmpty();
    String sentence =
        isAboutPath
            ? "%s: %s (%s); %s".formatted(beginning, found.reason(), path, remedy)
            : "%s: %s (%s); %s"
                .formatted(beginning, trouble.reason(), found.about(path), trouble.remedy());
    return trouble.whose() == Whose.USER
        ? new UserException(sentence, thrown)
        : new EnvironmentException(sentence, thrown);
  }

  /** Hadoop's answer to a text that is no path. */
  private static Optional<Diagnosis> ofIllegalPath(Throwable thrown) {
    return thrown instanceof IllegalArgumentException
        ? Optional.of(new Diagnosis(Trouble.UNSUITABLE_PATH, Link.chain(thrown).get(0).text()))
        : Optional.empty();
  }

  /** Whatever else a storage has to say when it is asked for a path. */
  private static Optional<Diagnosis> ofStorage(Throwable thrown) {
    for (Throwable cause : Link.causes(thrown)) {
      if (cause instanceof IOException) {
        return Optional.of(
            new Diagnosis(Trouble.STORAGE_FAILS, String.valueOf(cause.getMessage())));
      }
    }
    return Optional.empty();
  }
}
