#!/usr/bin/env python3
"""Measures how the costs of Fanfare grow, and prints Markdown; docs/scaling.md uses the figures.

    mvn -q -Pfast -pl benchmarks,cli -am package -DskipTests
    python3 benchmarks/scaling.py [--only subscribers,channels,slow] [--rounds 3] [--seconds 2] [--out DIRECTORY]

subscribers  CPU per delivery with 1 to 19,000 subscribers of one channel (peers/fanfare-embedded)
channels     CPU per publication with 1 to 1,000,000 channels of one subscriber each, without a network (ChannelScale)
slow         p99 of 10,000 clients with and without 1 % that read nothing for a minute, in turn (--slow-seconds 60)

With --out, it also draws the charts scaling-subscribers.svg and scaling-channels.svg. suite.py lists the requirements.
"""

import argparse
import os
import re
import subprocess

import chart
import machine
import peer
import phases
import report

SUBSCRIBERS = (1, 10, 100, 1_000, 10_000, 19_000)
CHANNELS = (1, 1_000, 100_000, 1_000_000)
SLOW_CLIENTS = 10_000
# 2 KiB twice a second: 240 kB per client and minute, which the socket buffers cannot hold.
SLOW_LOAD = ["-n", SLOW_CLIENTS, "--rate", 2, "--size", 2048, "--warmup", 2]
CORES = (0, 1)


def check(figures):
    """Ends the program if a run lost, repeated or reordered a delivery."""
    keys = ("problem", "lost", "extra", "unknown", "order_violations")
    wrong = {key: figures[key] for key in keys if figures.get(key)}
    if wrong:
        raise SystemExit("scaling: a run is not exact: %s" % wrong)
    return phases.spent(figures)


def subscribers(options, embedded):
    """Each round: a fresh server, warmed up, then all numbers of subscribers with 1 and 16 publications in flight."""
    most = machine.raise_file_limit() - 200
    counts = [count for count in SUBSCRIBERS if count <= most]
    seen = {(count, window): [] for count in counts for window in (1, 16)}
    for _ in range(options.rounds):
        with peer.Server(embedded, CORES[0]) as server:
            for count in (1000, 1):
                check(phases.load(server, CORES[1], "fanout", "-n", count, "--window", 4, "--seconds", 4))
            for count, window in seen:
                figures = check(phases.load(server, CORES[1], "fanout", "-n", count, "--window", window,
                                            "--warmup", 0.5, "--seconds", options.seconds))
                seen[count, window].append(figures["cpu_us"])
    spreads = {case: report.spread(values) for case, values in seen.items()}
    print("| subscribers | us per delivery, 1 in flight | 16 in flight | us per publication, 1 in flight |")
    print("|---|---|---|---|")
    for count in counts:
        publication = tuple(value * count for value in spreads[count, 1])
        cells = report.cell(spreads[count, 1], "%.2f"), report.cell(spreads[count, 16], "%.2f")
        print("| %s | %s | %s | %s |" % (format(count, ","), *cells, report.cell(publication, "%.0f")))
    draw(options, "scaling-subscribers.svg", "Server CPU per delivery, us", "subscribers of the channel", [
        ("%d in flight" % window, [(count, spreads[count, window]) for count in counts]) for window in (1, 16)])


def channels(options, embedded):
    del embedded  # runs without a server
    built = os.path.join(machine.HERE, "target")
    # The test resources of core are on the class path and contain another logging configuration.
    command = [os.path.join(machine.java_home(), "bin", "java"), *peer.JAVA_FLAGS, "-Xmx4g",
               "-Dlogback.configurationFile=logback.xml",
               "-cp", os.path.join(built, "*") + ":" + os.path.join(built, "lib", "*"),
               "dev.fanfare.benchmarks.ChannelScale", *(str(count) for count in CHANNELS)]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                         preexec_fn=lambda: os.sched_setaffinity(0, [CORES[0]]))
    seen = {}
    for count, nanos in re.findall(r"(\d+) channels: (\d+) ns", run.stdout):
        seen.setdefault(int(count), []).append(int(nanos) / 1000)
    if run.returncode or len(seen) < len(CHANNELS):
        raise SystemExit("scaling: ChannelScale failed: " + run.stdout[-2000:])
    print("\n| channels | us per publication |\n|---|---|")
    for count, values in seen.items():
        print("| %s | %s |" % (format(count, ","), report.cell(report.spread(values), "%.2f")))
    draw(options, "scaling-channels.svg", "CPU per publication without a network, us", "channels", [
        ("one subscriber per channel", [(count, report.spread(values)) for count, values in seen.items()])])


def slow(options, embedded):
    """Pairs of runs on one server; the clients that stop are not expected to receive anything."""
    stopped = SLOW_CLIENTS // 100
    seen = {0: [], stopped: []}
    with peer.Server(embedded, CORES[0]) as server:
        check(phases.load(server, CORES[1], "fanout", "-n", 1000, "--window", 4, "--seconds", 4))
        for _ in range(options.rounds):
            for clients in seen:
                figures = check(phases.load(server, CORES[1], "fanout", *SLOW_LOAD, "--stalled", clients,
                                            "--seconds", options.slow_seconds))
                seen[clients].append((figures["lat_us"]["p50"] / 1000, figures["lat_us"]["p99"] / 1000))
    print("\n| clients that read nothing | p50 of the others, ms | p99 of the others, ms | runs |\n|---|---|---|---|")
    for clients, values in seen.items():
        cells = [report.cell(report.spread(column), "%.1f") for column in zip(*values)]
        print("| %d of %s | %s | %s | %d |" % (clients, format(SLOW_CLIENTS, ","), *cells, len(values)))


def draw(options, name, title, across, series):
    if options.out:
        os.makedirs(options.out, exist_ok=True)
        subtitle = "Median and range of %d rounds. Lower is better." % options.rounds
        chart.write(os.path.join(options.out, name), chart.lines(title, subtitle, series, across))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="subscribers,channels,slow")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--slow-seconds", type=float, default=60)
    parser.add_argument("--out", help="directory of the charts")
    options = parser.parse_args()
    machine.build_native()
    machine.raise_file_limit()
    embedded = peer.Peer("fanfare-embedded")
    version = embedded.build()
    facts = machine.facts(CORES)
    shown = [facts[key] for key in ("date", "CPU", "kernel", "JDK", "load average at the start")]
    print("%s; %s; Linux %s; %s; load average %s; Fanfare %s\n" % (*shown, version), flush=True)
    for subject in options.only.split(","):
        {"subscribers": subscribers, "channels": channels, "slow": slow}[subject](options, embedded)


if __name__ == "__main__":
    main()
