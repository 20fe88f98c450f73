package org.sparklrp.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.sparklrp.config.key.ReferenceConfig;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The part of a manual page that lists the configuration's keys with their defaults. */
final class KeyOverview implements IHelpSectionRenderer {
  private static final String SECTION = "configurationKeys";
  private static final int INDENT = 2;
  private static final int GAP = 2;

  private KeyOverview() {}

  /** Puts the overview behind the options of a command's manual page. */
  static void addTo(CommandLine root, String name) {
    CommandLine command = Objects.requireNonNull(root.getSubcommands().get(name), name);
    List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
    sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST) + 1, SECTION);
    command.setHelpSectionKeys(sections);
    command.getHelpSectionMap().put(SECTION, new KeyOverview());
  }

  @Override
  public String render(Help help) {
    List<ReferenceConfig.Entry> entries = ReferenceConfig.entries();
    int names = entries.stream().mapToInt(entry -> name(entry).length()).max().orElse(0);
    int width = help.commandSpec().usageMessage().width();
    Help.Column left = new Help.Column(names + INDENT, INDENT, Help.Column.Overflow.SPAN);
    Help.Column right = new Help.Column(width - names - INDENT, GAP, Help.Column.Overflow.WRAP);
    Help.TextTable table = Help.TextTable.forColumns(help.colorScheme(), left, right);
    for (ReferenceConfig.Entry entry : entries) {
      table.addRowValues(name(entry), entry.help());
    }
    return "%nKeys of the configuration and their defaults:%n%s".formatted(table);
  }

  private static String name(ReferenceConfig.Entry entry) {
    boolean isRequired = entry.value().equals(ReferenceConfig.REQUIRED);
    return entry.path() + (isRequired ? " (required)" : " = " + entry.value());
  }
}
