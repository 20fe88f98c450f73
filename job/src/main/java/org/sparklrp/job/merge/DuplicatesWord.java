package org.sparklrp.job.merge;

import java.util.stream.Stream;
import org.sparklrp.fault.Keyword;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@link Duplicates} as the manual page writes them. */
final class DuplicatesWord implements ITypeConverter<Duplicates> {
  @Override
  public Duplicates convert(String word) {
    return Stream.of(Duplicates.values())
        .filter(each -> Keyword.of(each).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("it is refuse or later (%s)".formatted(word)));
  }
}
