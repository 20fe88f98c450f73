"use strict";
(function () {
  const root = document.documentElement;
  root.classList.add("scripted");

  /* Light and dark: the reader's system decides until the button does. */
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const theme = document.querySelector(".theme");
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    drawn.forEach((charts, details) => {
      charts.forEach((chart) => chart.dispose());
      drawn.delete(details);
      draw(details);
    });
  });

  /* Tables are sorted by the numbers behind their cells, else by text. */
  const byText = new Intl.Collator(undefined, { numeric: true });
  function key(row, column) {
    const cell = row.cells[column];
    return cell.dataset.number === undefined ? cell.textContent.trim() : Number(cell.dataset.number);
  }
  function compare(a, b) {
    if (a === "" || b === "") {
      return (a === "") - (b === "");
    }
    return typeof a === "number" && typeof b === "number" ? a - b : byText.compare(a, b);
  }
  function sort(header) {
    const table = header.closest("table");
    const column = header.cellIndex;
    const descending = header.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => ({ row, key: key(row, column) }));
    rows.sort((a, b) => {
      const order = compare(a.key, b.key);
      return descending && a.key !== "" && b.key !== "" ? -order : order;
    });
    body.append(...rows.map((entry) => entry.row));
  }
  document.querySelectorAll("table.sortable th").forEach((header) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => sort(header));
  });

  /* Search and filter of classes: rows of the table and the parts below it. */
  const search = document.getElementById("search");
  const verdict = document.getElementById("verdict");
  const shown = document.getElementById("shown");
  const classes = Array.from(document.querySelectorAll("tr[data-class]"), (row) => ({
    row,
    details: document.getElementById("class-" + row.dataset.class),
    name: row.dataset.name.toLocaleLowerCase(),
    verdict: row.dataset.verdict,
  }));
  /* What no longer matches goes at once; what matches again comes a screenful at a time, so that keys are never kept waiting. */
  const SCREENFUL = 60;
  let waiting = 0;
  function show(each, isShown) {
    each.row.hidden = !isShown;
    if (each.details) {
      each.details.hidden = !isShown;
    }
  }
  function reveal(again) {
    again.splice(0, SCREENFUL).forEach((each) => show(each, true));
    if (again.length > 0) {
      waiting = setTimeout(() => reveal(again));
    }
  }
  function filter() {
    clearTimeout(waiting);
    const text = search.value.trim().toLocaleLowerCase();
    const matching = classes.filter(
      (each) => each.name.includes(text) && (verdict.value === "" || each.verdict === verdict.value)
    );
    const kept = new Set(matching);
    classes.filter((each) => !kept.has(each)).forEach((each) => show(each, false));
    shown.textContent = matching.length + " of " + classes.length + " classes";
    reveal(matching.filter((each) => each.row.hidden));
  }
  if (search) {
    search.addEventListener("input", filter);
    verdict.addEventListener("change", filter);
    filter();
  }

  /* Charts are drawn when their class is opened. */
  const data = JSON.parse(document.getElementById("data").textContent);
  const drawn = new Map();
  const colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#7f7f7f"];
  const symbols = ["circle", "triangle", "rect", "diamond", "pin", "arrow", "roundRect", "circle"];
  function start(element, options) {
    const chart = echarts.init(element, isDark() ? "dark" : null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      backgroundColor: "transparent",
      aria: { enabled: true, decal: { show: true } },
      ...options,
    });
    return chart;
  }
  function card(point) {
    const box = document.createElement("div");
    if (point[4]) {
      const picture = document.createElement("img");
      picture.src = point[4];
      picture.alt = "";
      picture.width = 96;
      picture.height = 96;
      box.append(picture);
    }
    box.append(point[3] + " (cluster " + point[2] + ")");
    return box;
  }
  /* With the arrow keys a reader goes from image to image as the pointer does. */
  function walk(element, chart, clusters) {
    const places = clusters.flatMap((own, series) => own.map((_, index) => [series, index]));
    let at = -1;
    element.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        event.preventDefault();
        at = (at + step + places.length) % places.length;
        const [seriesIndex, dataIndex] = places[at];
        chart.dispatchAction({ type: "showTip", seriesIndex, dataIndex });
      }
    });
    element.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));
  }
  function drawPoints(element, points) {
    const clusters = Array.from(new Set(points.map((point) => point[2]))).sort((a, b) => a - b);
    const members = clusters.map((cluster) => points.filter((point) => point[2] === cluster));
    const chart = start(element, {
      title: { text: "Images by what the model looks at", textStyle: { fontSize: 14 } },
      legend: { bottom: 0, type: "scroll" },
      tooltip: { trigger: "item", formatter: (item) => card(item.data.value) },
      xAxis: { show: false, scale: true },
      yAxis: { show: false, scale: true },
      dataZoom: [{ type: "inside" }, { type: "inside", orient: "vertical" }],
      series: clusters.map((cluster, i) => ({
        name: cluster < 0 ? "without relevance" : "cluster " + cluster,
        type: "scatter",
        symbolSize: 8,
        symbol: symbols[i % symbols.length],
        color: colors[i % colors.length],
        data: members[i].map((point) => ({ value: point })),
      })),
    });
    walk(element, chart, members);
    return chart;
  }
  function drawEigenvalues(element, values) {
    return start(element, {
      title: { text: "Eigenvalues: as many clusters as lie near 0", textStyle: { fontSize: 14 } },
      tooltip: { trigger: "axis" },
      xAxis: { type: "category", data: values.map((_, i) => i + 1) },
      yAxis: { type: "value" },
      series: [{ name: "eigenvalue", type: "scatter", color: colors[0], data: values }],
    });
  }
  function drawLayers(element, layers) {
    const names = ["absorbed by biases", "by the stabiliser", "lost at dead neurons"];
    const score = Math.abs(layers[0][1]) || 1;
    return start(element, {
      title: { text: "Where relevance is lost, from output to pixels", textStyle: { fontSize: 14 } },
      legend: { bottom: 0 },
      tooltip: { trigger: "axis" },
      grid: { left: 60, right: 20, bottom: 90 },
      xAxis: { type: "category", data: layers.map((layer) => layer[0]), axisLabel: { rotate: 40, width: 110, overflow: "truncate" } },
      yAxis: {
        type: "value",
        name: "% of the score",
        min: (bounds) => Math.min(0, bounds.min),
        max: (bounds) => Math.max(1, bounds.max),
      },
      series: names.map((name, i) => ({
        name,
        type: "bar",
        stack: "loss",
        color: colors[i],
        data: layers.map((layer) => (100 * layer[2 + i]) / score),
      })),
    });
  }
  function drawTrend(element, runs) {
    const lines = [
      ["accuracy, %", 0, (run) => run[1] && 100 * run[1]],
      ["mean relevance", 1, (run) => run[2]],
      ["mean map off the baseline by", 1, (run) => run[3]],
    ];
    return start(element, {
      title: { text: "Run by run", textStyle: { fontSize: 14 } },
      legend: { bottom: 0 },
      tooltip: { trigger: "axis" },
      grid: { left: 60, right: 60, bottom: 60 },
      xAxis: { type: "time" },
      yAxis: [{ type: "value", name: "%", scale: true }, { type: "value", scale: true }],
      series: lines.map(([name, yAxisIndex, value], i) => ({
        name,
        yAxisIndex,
        type: "line",
        symbol: symbols[i],
        color: colors[i],
        data: runs.map((run) => [run[0], value(run)]),
      })),
    });
  }
  const painters = { points: drawPoints, eigenvalues: drawEigenvalues, layers: drawLayers, trend: drawTrend };
  function draw(details) {
    if (!details.open || drawn.has(details)) {
      return;
    }
    const charts = [];
    details.querySelectorAll(".chart").forEach((element) => {
      const values = data[details.dataset.class][element.dataset.chart];
      charts.push(painters[element.dataset.chart](element, values));
    });
    drawn.set(details, charts);
  }
  document.querySelectorAll("details.class").forEach((details) => {
    details.addEventListener("toggle", () => draw(details));
    draw(details);
  });
  window.addEventListener("resize", () => drawn.forEach((charts) => charts.forEach((chart) => chart.resize())));
  window.addEventListener("beforeprint", () => document.querySelectorAll(".card details").forEach((each) => (each.open = true)));

  /* A link to a class opens it. */
  function follow() {
    const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("a[href^='#class-']")) {
      setTimeout(follow);
    }
  });
  follow();
})();
