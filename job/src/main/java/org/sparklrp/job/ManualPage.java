package org.sparklrp.job;

import picocli.CommandLine.Command;

/** What the help of every command has in common: its headings, and what the exit codes mean. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    usageHelpWidth = 100,
    usageHelpAutoWidth = true,
    headerHeading = "%n",
    synopsisHeading = "%nUsage:%n  ",
    descriptionHeading = "%nDescription:%n",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command line was used wrongly",
      "2:the input or the configuration does not allow it; one sentence says why",
      "3:a bug; the stack trace says where",
      "4:the job ran, but a gate failed: more images failed than job.max-failed-fraction allows"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnUsageHelp = ExitCode.DONE,
    exitCodeOnVersionHelp = ExitCode.DONE)
final class ManualPage {}
