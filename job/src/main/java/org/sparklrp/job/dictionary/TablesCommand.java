package org.sparklrp.job.dictionary;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.command.ExitCode;
import org.sparklrp.job.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the columns of the tables mean. */
@Command(
    name = "tables",
    header = "Prints what the columns of the tables mean.",
    description = {
      "For each table that the commands write: its columns with type, unit and meaning, in Markdown."
          + " The same words travel in the Parquet files, as comments of the columns."
    },
    footer = {"  spark-lrp tables", "  spark-lrp tables findings drift"})
public final class TablesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "TABLE", arity = "0..*", description = "Tables. Default: all.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    Map<Table, StructType> tables = DataDictionary.tables();
    List<String> unknown = new ArrayList<>(names);
    unknown.removeAll(tables.keySet().stream().map(Table::folder).toList());
    if (!unknown.isEmpty()) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "Cannot describe the table %s: there is none of that name; the tables are %s",
              unknown.get(0),
              tables.keySet().stream().map(Table::folder).collect(Collectors.joining(", "))));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        tables.entrySet().stream()
            .filter(table -> names.isEmpty() || names.contains(table.getKey().folder()))
            .map(table -> DataDictionary.markdown(table.getKey(), table.getValue()))
            .collect(Collectors.joining("\n")));
    out.flush();
    return ExitCode.DONE;
  }
}
