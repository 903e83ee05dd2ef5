#!/usr/bin/env python3
"""Compares the Redis engine with redis-benchmark, which sends the same commands in the same run, and prints Markdown.

    mvn -q -pl benchmarks -am package -DskipTests
    python3 benchmarks/redis.py [--rounds 3] [--only publish,latency,fan-out,api,cluster]

`publish`: publications per second with 256 in flight on one connection, and the CPU time of each. `latency`: one
publication at a time, until another node has received it. `fan-out`: to 1,000 WebSockets with one message in flight,
alternating between Redis and memory. `api`: the CPU time that Redis adds to a publish through the HTTP API of the push
server, compared with the memory engine. It requires a build with `-pl benchmarks,cli` and runs only if it is named.
`cluster`: publications per second to a Redis Cluster with three primaries, compared with one primary; it runs only if
it is named. Requires redis-server and redis-benchmark (Debian: redis-server, redis-tools), and gcc for `fan-out` and
`api`.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import launch  # noqa: E402
import machine  # noqa: E402
import serving  # noqa: E402
from machine import free_port, java_home  # noqa: E402

RESOURCES = os.path.join(HERE, "../engine-redis/src/main/resources/dev/fanfare/engine/redis")
# The test resources of core are on the class path and contain another logging configuration.
LOGGING = "-Dlogback.configurationFile=logback.xml"
JARS = os.path.join(HERE, "target/*") + ":" + os.path.join(HERE, "target/lib/*")
BODY = "x" * 130


class Redis:
    """A server without persistence."""
    def __init__(self, port, cpu=None):
        pinned = [] if cpu is None else ["taskset", "-c", str(cpu)]
        self.process = subprocess.Popen(
            pinned + ["redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1"],
            stdout=subprocess.DEVNULL)
        time.sleep(1)

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.terminate()
        self.process.wait()

    def cpu_s(self):
        return cpu_s(self.process)


class Cluster:
    """A Redis Cluster with this number of primaries and without replicas."""
    def __init__(self, primaries):
        self.ports = [10_000 + number + os.getpid() % 9_000 for number in range(primaries)]
        self.directory = tempfile.TemporaryDirectory()
        self.processes = serving.start_redis_cluster(self.ports, self.directory.name)

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()
        self.directory.cleanup()

    def cpu_s(self):
        return sum(cpu_s(process) for process in self.processes)


def cpu_s(process):
    with open("/proc/%d/stat" % process.pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def raw(port, requests, under_way, command):
    client = ["redis-benchmark", "-p", str(port), "-c", "1", "-P", str(under_way), "-n", str(requests), "-q"]
    text = subprocess.run(client + command, capture_output=True, text=True, check=True).stdout
    return float(re.findall(r"([\d.]+) requests per second", text.replace("\r", "\n"))[-1])


def engine(redis, url, mode, hearing, seconds, under_way):
    """Returns the publications per second, and the CPU time of the node and of Redis per publication in us.

    The first half of the run is the warm-up.
    """
    java = os.path.join(java_home(), "bin", "java")
    before = redis.cpu_s()
    command = [java, LOGGING, "-Xmx1g", "-cp", JARS, "dev.fanfare.benchmarks.RedisPublishers", url, mode, str(seconds),
               str(under_way), hearing]
    text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
    spent = redis.cpu_s() - before
    found = re.findall(r"(\d+) answered/s, \d+ heard/s, (\d+) ns of CPU for each, (\d+) in total", text)
    runs = [[int(number) for number in run] for run in found]
    return runs[-1][0], runs[-1][1] / 1000, spent * 1e6 / sum(run[2] for run in runs)


def publish(options, redis, port, commands):
    launch.head("publications", "received", "Fanfare to redis-benchmark: median (range)", "Fanfare/s",
                "redis-benchmark/s", "us of CPU: node", "Redis", "pairs")
    for mode, command in commands.items():
        for hearing in ("unheard", "heard"):
            way = [redis, "redis://127.0.0.1:%d" % port, mode, hearing, options.seconds, options.under_way]
            pairs = [(raw(port, options.requests, options.under_way, command), *engine(*way))
                     for _ in range(options.rounds)]
            ratios = sorted(ours / theirs for theirs, ours, *_ in pairs)
            rates = [format(round(statistics.median(p[i] for p in pairs)), ",") for i in (1, 0)]
            print("| %s | %s | **%.2f** (%.2f-%.2f) | %s | %s | %.1f | %.1f | %d |" % (
                mode, "by the node itself" if hearing == "heard" else "by no subscriber",
                statistics.median(ratios), ratios[0], ratios[-1], *rates,
                statistics.median(p[2] for p in pairs), statistics.median(p[3] for p in pairs), len(pairs)), flush=True)


def cluster(options):
    launch.head("publications", "three primaries to one: median (range)", "per second, three", "one",
                "us of CPU: node, three", "one", "Redis, three", "one", "pairs")
    for mode in ("plain", "history"):
        runs = {3: [], 1: []}
        for number in range(options.rounds):
            for primaries in (3, 1) if number % 2 == 0 else (1, 3):
                with Cluster(primaries) as redis:
                    runs[primaries].append(engine(redis, "redis-cluster://127.0.0.1:%d" % redis.ports[0], mode,
                                                  "unheard", options.seconds, options.under_way))
        ratios = sorted(three[0] / one[0] for three, one in zip(runs[3], runs[1]))
        middle = [statistics.median(run[i] for run in runs[primaries]) for i in range(3) for primaries in (3, 1)]
        print("| %s | **%.2f** (%.2f-%.2f) | %s | %s | %.1f | %.1f | %.1f | %.1f | %d |" % (
            mode, statistics.median(ratios), ratios[0], ratios[-1],
            *(format(round(rate), ",") for rate in middle[:2]), *middle[2:], len(ratios)), flush=True)


def api(options, redis, port):
    """Measures with the push server and Redis on CPU 0, and the load client with one subscriber on CPU 1."""
    machine.build_native()
    launch.head("publish through the HTTP API", "us of CPU with Redis (Redis itself)", "in memory",
                "added: median (range)", "publishes/s, with Redis", "in memory", "pairs")
    kept = {"channel.without-namespace.history-size": 100, "channel.without-namespace.history-ttl": "60s"}
    remote = {"engine.type": "redis", "engine.redis.address": "redis://127.0.0.1:%d" % port}
    for mode, settings in (("plain", {}), ("history", kept)):
        way = ["fanout", "/connection/websocket", *launch.JSON_MARK, *launch.CENTRIFUGE,
               "--http-header", "X-API-Key: key", "--http-body", '{"channel":"kept","data":%s}',
               "-n", 1, "--window", 64, "--http-conns", 32, "--warmup", 1]
        with launch.push_server(settings) as memory, launch.push_server(settings | remote) as through:
            runs = {memory: [], through: []}
            # After two runs of 10 s on one core, the compiler is still at work.
            for number in range(-4, options.rounds):
                for server in (memory, through) if number % 2 == 0 else (through, memory):
                    before = redis.cpu_s()
                    run = launch.load(
                        server, *way, "--http-publish", "http://127.0.0.1:%d/api/publish" % server.port,
                        "--seconds", 10 if number < 0 else options.seconds)
                    # The CPU time of Redis includes the warm-up of the load client (1 s), unlike that of the server.
                    spent = (redis.cpu_s() - before) * 1e6 / (run["deliveries_per_s"] * (options.seconds + 1))
                    if number >= 0:
                        own = launch.cpu_us(run) + (spent if server is through else 0)
                        runs[server].append((own, spent, run["deliveries_per_s"]))
        added = sorted(ours[0] - theirs[0] for ours, theirs in zip(runs[through], runs[memory]))
        middle = [statistics.median(run[i] for run in runs[server]) for server in (through, memory) for i in range(3)]
        print("| %s | %.1f (%.1f) | %.1f | **%.1f** (%.1f-%.1f) | %s | %s | %d |" % (
            mode, middle[0], middle[1], middle[3], statistics.median(added), added[0], added[-1],
            format(round(middle[2]), ","), format(round(middle[5]), ","), len(added)), flush=True)


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
            command = [java, LOGGING, "-Xmx1g", "-cp", JARS, "dev.fanfare.benchmarks.RedisLatency",
                       "redis://127.0.0.1:%d" % port, mode, "20000"]
            text = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
            # The last results are those of warm code.
            found = re.findall(r"(answered|heard by the other node): (\d+) us at 50 %, (\d+) us", text)
            for what, p50, p99 in found[-2:]:
                until = "the node receives the reply" if what == "answered" else "the other node receives it"
                seen.setdefault(until, []).append((float(p50), float(p99)))
        for what, runs in seen.items():
            print("| %s | %s | %d | %d | %d |" % (mode, what, statistics.median(r[0] for r in runs),
                                                  statistics.median(r[1] for r in runs), len(runs)), flush=True)


def fan_out(options, port):
    machine.build_native()
    launch.head("fan-out to 1,000", "CPU per delivery, through Redis to in memory: median (range)", "us, through Redis",
                "us, in memory", "deliveries/s, through Redis", "in memory", "pairs")
    remote = ["redis://127.0.0.1:%d" % port]
    with launch.fanfare("epoll") as memory, launch.fanfare("epoll", arguments=remote) as redis:
        for server in (memory, redis):
            launch.warm_up(server)
        for window in (1, 16):
            runs = {memory: [], redis: []}
            for number in range(options.rounds):
                for server in (memory, redis) if number % 2 == 0 else (redis, memory):
                    runs[server].append(launch.load(server, "fanout", "/ws/%d", "-n", 1000, "--window", window,
                                                    "--warmup", 1, "--seconds", options.seconds))
            costs = {server: [launch.cpu_us(run) for run in runs[server]] for server in runs}
            ratios = sorted(r / m for r, m in zip(costs[redis], costs[memory]))
            rates = {server: format(round(statistics.median(run["deliveries_per_s"] for run in runs[server])), ",")
                     for server in runs}
            print("| %d in flight | **%.2f** (%.2f-%.2f) | %.2f | %.2f | %s | %s | %d |" % (
                window, statistics.median(ratios), ratios[0], ratios[-1],
                statistics.median(costs[redis]), statistics.median(costs[memory]),
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
    only = options.only.split(",")
    if "cluster" in only:
        cluster(options)
    if "api" in only:
        with Redis(port, cpu=0) as redis:
            api(options, redis, port)
    with Redis(port) as redis:
        script = "\n".join(open(os.path.join(RESOURCES, name)).read() for name in ("lineage.lua", "publish.lua"))
        digest = subprocess.run(["redis-cli", "-p", str(port), "-x", "script", "load"], input=script,
                                capture_output=True, text=True, check=True).stdout.strip()
        commands = {
            "plain": ["publish", "raw:{c}", BODY],
            # One publication. The comment of the script describes the arguments.
            "history": ["evalsha", digest, "2", "raw:meta:{c}", "raw:stream:{c}", "PUBLISH", "epoch-1", "1", "0",
                        "100", "60000", "3600000", "120000", "0", "", "0", "0", "raw:push:{c}", BODY],
        }
        if "publish" in only:
            publish(options, redis, port, commands)
        if "latency" in only:
            latency(options, port, commands)
        if "fan-out" in only:
            fan_out(options, port)


if __name__ == "__main__":
    main()
