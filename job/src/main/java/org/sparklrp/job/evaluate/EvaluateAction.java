package org.sparklrp.job.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sparklrp.audit.evaluation.EvaluationTable;
import org.sparklrp.config.EvaluationConfig;
import org.sparklrp.fault.UserException;
import org.sparklrp.job.model.ExplainerFactory;
import org.sparklrp.job.table.FinishedRun;
import org.sparklrp.job.table.Table;
import org.sparklrp.job.table.TableSink;
import scala.Tuple2;

/** Measures methods side by side on a sample of a dataset, and writes the tables. */
public final class EvaluateAction {
  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration configuration;
  private final EvaluationConfig config;
  private final ExplainerFactory factory;
  private final int tasksPerCore;

  /**
   * A measurement to be.
   *
   * @param session runs it
   * @param config what is measured
   * @param factory builds the explainers
   */
  public EvaluateAction(SparkSession session, EvaluationConfig config, ExplainerFactory factory) {
    this(session, config, factory, Measurement.TASKS_PER_CORE);
  }

  /** The same in another number of tasks. */
  EvaluateAction(
      SparkSession session, EvaluationConfig config, ExplainerFactory factory, int tasksPerCore) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.configuration = session.sessionState().newHadoopConf();
    this.config = config;
    this.factory = factory;
    this.tasksPerCore = tasksPerCore;
  }

  /**
   * Measures.
   *
   * @param run whose maps the first method is, if they are not made anew
   * @param costs hears beforehand what it will cost
   * @throws UserException when the configuration does not fit the model, the images or the paths
   */
  public EvaluateResult run(Optional<FinishedRun> run, Consumer<String> costs) {
    MeasuredMethods methods =
        MeasuredMethods.open(config, config.methods(), factory, spark, configuration);
    Measurement measurement = new Measurement(session, config, tasksPerCore);
    Set<String> sample = measurement.sample(config.images(), 0, methods);
    costs.accept(
        new EvaluationCost(measurement.plan(methods.certainty()), methods, sample.size()).text());
    Map<String, StoredExplainer.Stored> stored =
        run.map(
                finished ->
                    new StoredMaps(session, finished, methods.recipes().get(0).model().sha256())
                        .of(sample))
            .orElse(Map.of());
    Measurement.Outcome outcome = measurement.measure(methods, sample, stored);
    EvaluateResult result =
        new EvaluateResult(
            methods,
            methods.recipes().get(0).spec().classes(),
            outcome.images(),
            new EvaluationTable(outcome.images(), config.job().run().seed()),
            outcome.failures(),
            new Path(config.job().output().path(), Table.EVALUATION.folder()));
    write(result);
    return result;
  }

  private void write(EvaluateResult result) {
    Map<Table, StructType> schemas = new TreeMap<>(EvaluationTables.schemas());
    List<Tuple2<Table, Row>> rows = new ArrayList<>();
    for (EvaluationTables.Line line : EvaluationTables.lines(result)) {
      rows.add(new Tuple2<>(Table.EVALUATION, EvaluationTables.EVALUATION.row(line)));
    }
    for (MeanCurves.Point point : MeanCurves.of(result.images())) {
      rows.add(
          new Tuple2<>(
              Table.EVALUATION_CURVES,
              EvaluationTables.CURVES.row(
                  new EvaluationTables.CurvePoint(
                      result.methods().all().get(point.method()), point))));
    }
    if (config.perImage()) {
      for (EvaluationTables.ImageValue value : EvaluationTables.imageValues(result)) {
        rows.add(new Tuple2<>(Table.EVALUATION_IMAGES, EvaluationTables.IMAGES.row(value)));
      }
    } else {
      schemas.remove(Table.EVALUATION_IMAGES);
    }
    JavaPairRDD<Table, Row> all = JavaPairRDD.fromJavaRDD(spark.parallelize(rows, 1));
    new TableSink(new Path(config.job().output().path()), configuration).replace(all, schemas);
  }
}
