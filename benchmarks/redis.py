#!/usr/bin/env python3
"""The Redis engine beside redis-benchmark with the same commands in the same run, and prints Markdown.

    mvn -q -pl benchmarks -am package -DskipTests
    python3 benchmarks/redis.py [--rounds 3] [--only publish,latency,fan-out]

`publish`: publications per second, with 256 under way on one connection. `latency`: one publication after the other, until another node has
it. `fan-out`: to 1,000 WebSockets, one message in flight, through Redis and in memory in alternation.
Needs redis-server and redis-benchmark (Debian: redis-server, redis-tools), and gcc for `fan-out`.
"""

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import bench  # noqa: E402
from bench import java_home  # noqa: E402

SCRIPT = os.path.join(HERE, "../engine-redis/src/main/resources/dev/fanfare/engine/redis/publish.lua")
JARS = os.path.join(HERE, "target/*") + ":" + os.path.join(HERE, "target/lib/*")
BODY = "x" * 130


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def raw(port, requests, under_way, command):
    text = subprocess.run(["redis-benchmark", "-p", str(port), "-c", "1", "-P", str(under_way), "-n", str(requests), "-q"] + command,
                          capture_output=True, text=True, check=True).stdout
    return float(re.findall(r"([\d.]+) requests per second", text.replace("\r", "\n"))[-1])


def engine(port, mode, hearing, seconds, under_way):
    java = os.path.join(java_home(), "bin", "java")
    text = subprocess.run([java, "-Xmx1g", "-cp", JARS, "dev.fanfare.benchmarks.RedisPublishers", "redis://127.0.0.1:%d" % port, mode, str(seconds), str(under_way), hearing],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
    return float(re.findall(r"(\d+) answered/s", text)[-1])


def publish(options, port, commands):
    print("| publications | received | Fanfare to redis-benchmark: median (range) | Fanfare/s | redis-benchmark/s | pairs |\n|---|---|---|---|---|---|")
    for mode, command in commands.items():
        for hearing in ("unheard", "heard"):
            pairs = [(raw(port, options.requests, options.under_way, command), engine(port, mode, hearing, options.seconds, options.under_way))
                     for _ in range(options.rounds)]
            ratios = sorted(ours / theirs for theirs, ours in pairs)
            print("| %s | %s | **%.2f** (%.2f-%.2f) | %s | %s | %d |" % (
                mode, "by the node itself" if hearing == "heard" else "by no subscriber", statistics.median(ratios), ratios[0], ratios[-1],
                format(round(statistics.median(p[1] for p in pairs)), ","), format(round(statistics.median(p[0] for p in pairs)), ","),
                len(pairs)), flush=True)


def raw_latency(port, requests, command):
    text = subprocess.run(["redis-benchmark", "-p", str(port), "-c", "1", "-n", str(requests), "--csv"] + command,
                          capture_output=True, text=True, check=True).stdout
    p50, p99 = [re.findall(r'"([^"]*)"', text.strip().splitlines()[-1])[i] for i in (4, 6)]
    return float(p50) * 1000, float(p99) * 1000


def latency(options, port, commands):
    print("\n| publications | time until | us at 50 % | at 99 % | runs |\n|---|---|---|---|---|")
    for mode, command in commands.items():
        seen = {}
        for _ in range(options.rounds):
            seen.setdefault("redis-benchmark receives the reply", []).append(raw_latency(port, 20_000, command))
            java = os.path.join(java_home(), "bin", "java")
            text = subprocess.run([java, "-Xmx1g", "-cp", JARS, "dev.fanfare.benchmarks.RedisLatency", "redis://127.0.0.1:%d" % port, mode, "20000"],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
            # What stands there last was measured when the code was warm.
            for what, p50, p99 in re.findall(r"(answered|heard by the other node): (\d+) us at 50 %, (\d+) us", text)[-2:]:
                seen.setdefault("the node receives the reply" if what == "answered" else "the other node receives it", []).append((float(p50), float(p99)))
        for what, runs in seen.items():
            print("| %s | %s | %d | %d | %d |" % (mode, what, statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs), len(runs)), flush=True)


def fan_out(options, port):
    bench.build_native()
    print("\n| fan-out to 1,000 | CPU per delivery, through Redis to in memory: median (range) | us, through Redis | us, in memory | deliveries/s, through Redis | in memory | pairs |\n|---|---|---|---|---|---|---|")
    jars = ["-cp", JARS, "dev.fanfare.benchmarks.BenchServer"]
    java = [os.path.join(java_home(), "bin", "java")] + bench.FLAGS
    with bench.Server(9001, java + jars + ["9001", "epoll"]) as memory, \
            bench.Server(9003, java + jars + ["9003", "epoll", "redis://127.0.0.1:%d" % port]) as redis:
        for server in (memory, redis):
            bench.warm_up(server)
        for window in (1, 16):
            runs = {memory: [], redis: []}
            for number in range(options.rounds):
                for server in (memory, redis) if number % 2 == 0 else (redis, memory):
                    runs[server].append(bench.load(server, "fanout", "/ws/%d", "-n", 1000, "--window", window, "--warmup", 1, "--seconds", options.seconds))
            costs = {server: [bench.cpu_us(run) for run in runs[server]] for server in runs}
            ratios = sorted(r / m for r, m in zip(costs[redis], costs[memory]))
            rates = {server: format(round(statistics.median(run["deliveries_per_s"] for run in runs[server])), ",") for server in runs}
            print("| %d in flight | **%.2f** (%.2f-%.2f) | %.2f | %.2f | %s | %s | %d |" % (
                window, statistics.median(ratios), ratios[0], ratios[-1], statistics.median(costs[redis]), statistics.median(costs[memory]),
                rates[redis], rates[memory], len(ratios)), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--under-way", type=int, default=256)
    parser.add_argument("--requests", type=int, default=500_000)
    parser.add_argument("--only", default="publish,latency,fan-out")
    options = parser.parse_args()
    port = free_port()
    server = subprocess.Popen(["redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL)
    try:
        time.sleep(1)
        digest = subprocess.run(["redis-cli", "-p", str(port), "-x", "script", "load"], stdin=open(SCRIPT), capture_output=True, text=True, check=True).stdout.strip()
        commands = {
            "plain": ["publish", "raw:{c}", BODY],
            "history": ["evalsha", digest, "3", "raw:meta:{c}", "raw:stream:{c}", "raw:answer:{c}", "raw:push:{c}", BODY,
                        "epoch-1", "100", "60000", "3600000", "0", "", "0", "0", "PUBLISH"],
        }
        only = options.only.split(",")
        if "publish" in only:
            publish(options, port, commands)
        if "latency" in only:
            latency(options, port, commands)
        if "fan-out" in only:
            fan_out(options, port)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
