package org.sparklrp.job.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.sparklrp.audit.drift.Judged;
import org.sparklrp.config.Gate;
import org.sparklrp.job.history.DriftRow;

/** What a comparison tells other systems. */
final class VerdictFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "spark_lrp_";

  private VerdictFiles() {}

  /** The verdict: {@code status}, {@code gates}, {@code breaches}. */
  static String json(CompareResult result) {
    ObjectNode root = JSON.createObjectNode();
    putRuns(root, result);
    root.putObject("images")
        .put("run", result.images().run())
        .put("baseline", result.images().baseline())
        .put("shared", result.images().shared());
    var gates = root.putArray("gates");
    result.gates().stream().map(Gate::rule).forEach(gates::add);
    var breaches = root.putArray("breaches");
    result.breaches().forEach(breach -> put(breaches.addObject(), breach));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON is JSON", e);
    }
  }

  /** One line of JSON per breach, and one for the whole. */
  static String events(CompareResult result) {
    List<ObjectNode> events = new ArrayList<>();
    for (Judged breach : result.breaches()) {
      ObjectNode event = JSON.createObjectNode().put("event", "breach");
      put(event, breach);
      event.put("run", result.compared().runId());
      event.put("time", result.compared().time());
      events.add(event);
    }
    ObjectNode whole = JSON.createObjectNode().put("event", "compared");
    putRuns(whole, result);
    whole.put("breaches", result.breaches().size());
    events.add(whole);
    StringBuilder lines = new StringBuilder();
    events.forEach(event -> lines.append(event).append('\n'));
    return lines.toString();
  }

  private static void putRuns(ObjectNode node, CompareResult result) {
    node.put("status", result.status())
        .put("run", result.compared().runId())
        .put("baseline", result.compared().baselineRunId())
        .put("time", result.compared().time());
  }

  private static void put(ObjectNode node, Judged breach) {
    node.put("severity", severity(breach))
        .put("metric", breach.measured().metric().path())
        .put("entity", breach.measured().entity())
        .put("sample", sample(breach))
        .put("value", breach.measured().value())
        .put("baseline_value", breach.measured().baselineValue())
        .put("effect", breach.measured().effect())
        .put("threshold", breach.threshold())
        .put("q_value", breach.qValue())
        .put("reason", breach.reason());
  }

  /** OpenMetrics text. */
  static String metrics(CompareResult result) {
    StringBuilder text = new StringBuilder();
    gauge(text, "drift_value", "of the run", result, each -> each.measured().value());
    gauge(
        text,
        "drift_effect",
        "how far the run is from its baseline, in the unit of the metric",
        result,
        each -> each.measured().effect());
    gauge(
        text,
        "drift_breached",
        "1 where a gate is breached",
        result,
        each -> each.breached() ? 1 : 0);
    family(text, "drift_failed", "1 where a gate that fails is breached");
    text.append(PREFIX).append("drift_failed ").append(result.failed() ? 1 : 0).append('\n');
    return text.append("# EOF\n").toString();
  }

  private static void family(StringBuilder text, String name, String help) {
    text.append("# TYPE ").append(PREFIX).append(name).append(" gauge\n");
    text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
  }

  private static void gauge(
      StringBuilder text,
      String name,
      String help,
      CompareResult result,
      ToDoubleFunction<Judged> value) {
    family(text, name, help);
    for (Judged each : result.judged()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s%s{metric=\"%s\",entity=\"%s\",sample=\"%s\"} %s\n",
              PREFIX,
              name,
              each.measured().metric().path(),
              escaped(each.measured().entity()),
              sample(each),
              value.applyAsDouble(each)));
    }
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  static String sample(Judged judged) {
    return judged.measured().shared() ? DriftRow.SHARED : DriftRow.ALL;
  }

  private static @Nullable String severity(Judged judged) {
    Judged.Severity severity = judged.severity();
    return severity == null ? null : severity.name().toLowerCase(Locale.ROOT);
  }
}
