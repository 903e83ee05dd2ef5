#!/usr/bin/env python3
"""Publications per second through the Redis engine, beside what redis-benchmark reaches with the same commands in the same run."""

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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--under-way", type=int, default=256)
    parser.add_argument("--requests", type=int, default=500_000)
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
        for mode, command in commands.items():
            for hearing in ("unheard", "heard"):
                pairs = [(raw(port, options.requests, options.under_way, command), engine(port, mode, hearing, options.seconds, options.under_way))
                         for _ in range(options.rounds)]
                ratios = sorted(ours / theirs for theirs, ours in pairs)
                print("%s, %s: ratio %.2f (%.2f-%.2f), redis-benchmark %d/s, Fanfare %d/s" % (
                    mode, hearing, statistics.median(ratios), ratios[0], ratios[-1], statistics.median(p[0] for p in pairs),
                    statistics.median(p[1] for p in pairs)), flush=True)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
