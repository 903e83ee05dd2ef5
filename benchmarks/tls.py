#!/usr/bin/env python3
"""Cost of TLS: CPU per delivery at a fixed rate, and handshakes per core and second.

    python3 benchmarks/tls.py [--rounds 3] [--seconds 4] [--io epoll] [--only deliveries,handshakes]

Three servers run in turn: without TLS, with the JDK, and with BoringSSL. Build first; bench.py lists the requirements.
"""
import argparse
import contextlib
import os
import re
import subprocess
import sys

import launch
import machine
from subjects.tls_ratio import CHAIN, KEY, certificate

PROVIDERS = {"JDK": "jdk", "BoringSSL": "openssl"}
# 100 subscribers and 40 publications per second: 4,000 deliveries per second.
DELIVERIES = ["/ws/%d", "-n", 100, "--rate", 40]
TICKS = os.sysconf("SC_CLK_TCK")


def servers(stack, io):
    """Starts one server of each kind, all on CPU 0."""
    started = {"plain": stack.enter_context(launch.fanfare(io))}
    for name, provider in PROVIDERS.items():
        started[name] = stack.enter_context(launch.fanfare(io, arguments=["tls", provider, CHAIN, KEY]))
    return started


def spread(values):
    return launch.spread(values, "%.1f")


def deliveries(args):
    seen, message = {}, launch.kibibyte()
    with contextlib.ExitStack() as stack:
        started = servers(stack, args.io)
        for server in started.values():
            launch.load(server, "fanout", "/ws/%d", "-n", 100, "--window", 4, *message, "--seconds", args.warmup)
        for _ in range(args.rounds):
            for name, server in started.items():
                run = launch.load(
                    server, "fanout", *DELIVERIES, *message, "--warmup", 1, "--seconds", args.seconds)
                seen.setdefault(name, []).append(launch.cpu_us(run))
    print("| server | us of CPU per delivery: median (quartiles) | added by TLS | runs |\n|---|---|---|---|")
    for name, costs in seen.items():
        added = [cost - base for cost, base in zip(costs, seen["plain"])]
        print("| %s | %s | %s | %d |" % (name, spread(costs), "-" if name == "plain" else spread(added), len(costs)))


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def handshakes_of(server, kind, seconds):
    """Returns the handshakes, each with one GET request, per second of server CPU."""
    before = cpu_seconds(server.process.pid)
    command = ["taskset", "-c", "1", "openssl", "s_time", "-connect", "127.0.0.1:%d" % server.port, kind, "-www", "/",
               "-time", str(seconds)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(server.process.pid) - before
    count = int(re.search(r"(\d+) connections in \d+ real seconds", out).group(1))
    if kind == "-reuse" and out.count("r" * 20) == 0:
        sys.exit("tls: sessions were not resumed: " + out[:500])
    return count / used


def handshakes(args):
    seen = {}
    with contextlib.ExitStack() as stack:
        started = servers(stack, args.io)
        del started["plain"]
        for _ in range(args.rounds + 1):
            for name, server in started.items():
                for kind in ("-new", "-reuse"):
                    seen.setdefault((name, kind), []).append(handshakes_of(server, kind, int(args.seconds)))
    print("| server | full handshakes per core and second | resumed | runs |\n|---|---|---|---|")
    for name in PROVIDERS:
        full, resumed = (seen[name, kind][1:] for kind in ("-new", "-reuse"))  # the first round is the warm-up
        print("| %s | %s | %s | %d |" % (name, spread(full), spread(resumed), len(full)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--warmup", type=float, default=10)
    parser.add_argument("--io", default="epoll")
    parser.add_argument("--only", default="deliveries,handshakes")
    args = parser.parse_args()
    machine.build_native()
    certificate()
    for name in args.only.split(","):
        {"deliveries": deliveries, "handshakes": handshakes}[name](args)


if __name__ == "__main__":
    main()
