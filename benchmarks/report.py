"""Writes the report of the suite: report.json with every run, report.md with tables, and SVG charts."""

import json
import os
import statistics

import chart
import phases

STEPS = ("1st", "2nd", "3rd")


def spread(values):
    """Returns the median, the lowest and the highest value, or None without values."""
    values = [value for value in values if value is not None]
    return (statistics.median(values), min(values), max(values)) if values else None


def cell(figure, form="%.1f"):
    if figure is None:
        return "-"
    middle, low, high = (form % value for value in figure)
    return middle if low == high else "%s (%s-%s)" % (middle, low, high)


class Results:
    """The runs of all rounds, by peer and scenario."""

    def __init__(self, facts, versions, skipped, rounds):
        self.facts, self.versions, self.skipped = facts, versions, skipped
        self.runs = {name: [] for name in versions}
        self.rounds = rounds

    def add(self, name, runs):
        self.runs[name] += runs

    def of(self, name, scenario, value):
        """The spread of a value over the runs of a scenario that have one. A run with a problem does not count."""
        runs = [run for run in self.runs[name] if run.get("scenario") == scenario and "problem" not in run]
        return spread([value(run) for run in runs])

    def key(self, name, scenario, key):
        return self.of(name, scenario, lambda run: run.get(key))

    def rows(self, *columns, order=0):
        """Returns a row with these columns for each peer, the lowest first. A column is a function of the name."""
        rows = [(name, [column(name) for column in columns]) for name in self.runs]
        rows = [row for row in rows if any(row[1])]
        return sorted(rows, key=lambda row: row[1][order][0] if row[1][order] else float("inf"))


def table(titles, rows, forms):
    lines = ["| server | %s |" % " | ".join(titles), "|---" * (len(titles) + 1) + "|"]
    lines += ["| %s | %s |" % (name, " | ".join(cell(*pair) for pair in zip(figures, forms))) for name, figures in rows]
    return "\n".join(lines) + "\n"


def cpu_rows(results, key):
    return results.rows(*(per_scenario(results, scenario, key) for scenario in [*phases.RATES, *phases.CLOSED]))


def per_scenario(results, scenario, key):
    return lambda name: results.key(name, scenario, key)


def p99(results, scenario):
    return lambda name: results.of(name, scenario, lambda run: run["lat_us"]["p99"] / 1000)


def connect(results, scenario, step):
    def value(run):
        steps = run.get("connect_steps", [])
        return steps[step]["srv_cpu_us"] if len(steps) > step else None
    return lambda name: results.of(name, scenario, value)


def idle(results, key):
    return lambda name: results.of(name, "idle memory", lambda run: run[key] / 1000)


def exactness(results):
    """Counts what was lost, repeated or out of order, and lists the problems."""
    lines = ["| server | deliveries | lost | repeated or unknown | out of order | closed connections | problems |",
             "|---|---|---|---|---|---|---|"]
    for name, runs in results.runs.items():
        total = {key: sum(run.get(key) or 0 for run in runs) for key in
                 ("received_total", "lost", "extra", "unknown", "order_violations", "closed_during_run")}
        problems = sorted({"%s: %s" % (run["scenario"], run["problem"]) for run in runs if "problem" in run})
        lines.append("| %s | %s | %s | %s | %s | %s | %s |" % (
            name, format(total["received_total"], ","), format(max(total["lost"], 0), ","),
            format(total["extra"] + total["unknown"], ","), format(total["order_violations"], ","),
            format(total["closed_during_run"], ","), "; ".join(problems) or "none"))
    return "\n".join(lines) + "\n"


def foreign(results):
    """The share of the server's core that other processes took during measured runs: median and highest."""
    shares = [(run["core_busy_s"] - run["srv_cpu_s"] - sum(run["ksoftirqd_s"])) / run["seconds"]
              for runs in results.runs.values() for run in runs if run.get("seconds", 0) >= 1]
    return "%.0f %% (at most %.0f %%)" % (100 * statistics.median(shares), 100 * max(shares)) if shares else "unknown"


def charts(results):
    """Returns the charts by file name; a chart without figures is left out."""
    memory = results.rows(idle(results, "pss_bytes_per_conn"))
    fixed, closed = list(phases.RATES), list(phases.CLOSED)
    cpu = lambda scenarios: results.rows(*(per_scenario(results, s, "cpu_us") for s in scenarios))  # noqa: E731
    drawn = {
        "cpu-per-delivery.svg": (
            "Server CPU per delivery, fan-out to 1,000 clients, us",
            "Fixed rates. Upper bar: 10,000 deliveries per second; lower bar: 40,000. Lower is better.",
            cpu(fixed), "%.1f"),
        "cpu-closed-loop.svg": (
            "Server CPU per delivery, fan-out to 1,000 clients, us",
            "As fast as possible. Upper bar: 1 message in flight; lower bar: 16. Lower is better.",
            cpu(closed), "%.2f"),
        "memory-per-connection.svg": (
            "Memory per idle connection, kB", "Growth of the proportional set size. Lower is better.", memory, "%.1f"),
        "p99-under-load.svg": (
            "99th percentile of the latency, ms",
            "Upper bar: 10,000 deliveries per second to 1,000 clients; lower bar: 40,000. Lower is better.",
            results.rows(*(p99(results, scenario) for scenario in fixed)), "%.1f"),
        "first-seconds.svg": (
            "Server CPU per new connection after the start, us",
            "The first, second and third thousand connections. Lower is better.",
            results.rows(*(connect(results, "first seconds", step) for step in range(3))), "%.0f"),
    }
    return {name: chart.bars(*of_chart) for name, of_chart in drawn.items() if of_chart[2]}


def markdown(results, peers, drawn):
    parts = ["# Report of the benchmark suite\n", "    %s\n" % results.facts["command"]]
    facts = ["| %s | %s |" % pair for pair in results.facts.items() if pair[0] != "command"]
    parts.append("\n".join(["| | |", "|---|---|", *facts]) + "\n")
    parts.append("Each figure is the median (lowest-highest) of %d rounds, in which the servers take turns. "
                 "benchmarks/README.md has the rules. CPU of other processes on the server's core during the runs: "
                 "%s.\n" % (results.rounds, foreign(results)))
    parts.append("| server | version | what is enabled |\n|---|---|---|\n" + "".join(
        "| %s | %s | %s |\n" % (peer.name, results.versions[peer.name], peer.manifest["about"]) for peer in peers))
    parts += ["Skipped: %s: %s\n" % item for item in results.skipped.items()]
    scenarios = ["%s, us" % scenario for scenario in (*phases.RATES, *phases.CLOSED)]
    image = lambda *names: "\n".join("![%s](%s)\n" % (n, n) for n in names if n in drawn)  # noqa: E731
    parts += ["## CPU per delivery\n", image("cpu-per-delivery.svg", "cpu-closed-loop.svg"),
              "Server process and ksoftirqd, fan-out of 128 bytes to 1,000 clients:\n",
              table(scenarios, cpu_rows(results, "cpu_us"), ["%.2f"] * 4),
              "All time that the server's core was not idle:\n",
              table(scenarios, cpu_rows(results, "core_us"), ["%.2f"] * 4)]
    rates = [per_scenario(results, scenario, "deliveries_per_s") for scenario in phases.CLOSED]
    parts += ["## Latency and throughput\n", image("p99-under-load.svg"),
              table([*("p99 at %s, ms" % s for s in phases.RATES),
                     *("deliveries per second, %s" % s for s in phases.CLOSED)],
                    results.rows(*(p99(results, s) for s in phases.RATES), *rates), ["%.1f", "%.1f", "%.0f", "%.0f"])]
    first = [per_scenario(results, "first seconds", "start_s"),
             *(connect(results, "first seconds", step) for step in range(3)),
             per_scenario(results, "first seconds", "cpu_us"), p99(results, "first seconds"),
             connect(results, "warm connections", 2)]
    parts += ["## First seconds\n", image("first-seconds.svg"),
              "A fresh server: start until a WebSocket is open, CPU per new connection for each thousand, then 12,000 "
              "deliveries per second to 3,000 clients. The last column is a connection of a warm server.\n",
              table(["start, s", *("%s thousand, us" % step for step in STEPS),
                     "CPU per delivery, us", "p99, ms", "warm, us"],
                    results.rows(*first, order=1), ["%.2f", "%.0f", "%.0f", "%.0f", "%.1f", "%.1f", "%.0f"])]
    parts += ["## Memory\n", image("memory-per-connection.svg"), table(
        ["PSS per connection, kB", "RSS per connection, kB", "RSS without clients, MB", "connections"],
        results.rows(*(idle(results, key) for key in ("pss_bytes_per_conn", "rss_bytes_per_conn", "rss_kb_before")),
                     per_scenario(results, "idle memory", "connected")), ["%.1f", "%.1f", "%.0f", "%.0f"])]
    parts += ["## Exactness\n", exactness(results)]
    return "\n".join(parts)


def write(results, peers, directory):
    os.makedirs(directory, exist_ok=True)
    drawn = charts(results)
    for name, svg in drawn.items():
        chart.write(os.path.join(directory, name), svg)
    chart.write(os.path.join(directory, "report.md"), markdown(results, peers, drawn))
    raw = {"facts": results.facts, "versions": results.versions, "skipped": results.skipped, "runs": results.runs}
    chart.write(os.path.join(directory, "report.json"), json.dumps(raw, indent=1))
