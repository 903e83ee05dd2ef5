#!/usr/bin/env python3
"""Measures a broadcast to the clients of many `serve` processes with one Redis server; each has a client process.

    ./fanfare config check --config examples/fanfare.yml    # builds the program
    python3 benchmarks/nodes.py [--nodes 10] [--connections 100000] [--broadcasts 20] [--interval 3] [--heap 512m]

Each client speaks the JSON protocol and subscribes to one channel. A publisher sends one publication at a time through
the HTTP API of the nodes in turn. Prints the memory of the nodes, the CPU time per connection and per delivery, and
the time from the request of the publisher to each delivery and to the last one. Requires redis-server (Debian:
redis-server) and gcc. Each process opens a file per connection: connections / nodes files.
"""

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from launch import CENTRIFUGE  # noqa: E402
from machine import BIN, build_native  # noqa: E402
from serving import HOME, KEY, api, free_port, process_cpu, redis_cpu, start_redis, start_server, wait_for  # noqa: E402

TS_BASE = 10 ** 15
CONFIG = """
http-server: {address: 127.0.0.1, port: %d}
engine: {type: redis, redis: {address: ["redis://127.0.0.1:%d"]}}
http-api: {key: %s}
client:
  insecure: true
  connection-limit: 0
  connection-limit-per-address: 0
  unauthenticated-connection-limit: 0
  connection-rate-limit: 0
channel:
  without-namespace: {allow-subscribe-for-client: true%s}
"""


def memory(pid):
    with open("/proc/%d/smaps_rollup" % pid) as rollup:
        return sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) * 1024


def cpu(servers):
    return sum(process_cpu(server.pid) for server in servers)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=10)
    parser.add_argument("--connections", type=int, default=100_000)
    parser.add_argument("--broadcasts", type=int, default=20)
    parser.add_argument("--interval", type=float, default=3, help="seconds between broadcasts")
    parser.add_argument("--history", type=int, default=0, help="history size of the channel; 0 for no history")
    parser.add_argument("--heap", default="512m", help="maximum heap of a node")
    parser.add_argument("--home", default=HOME, help="checkout of the servers")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    os.environ["JAVA_TOOL_OPTIONS"] = "-Xmx" + options.heap
    build_native()
    redis_port = free_port()
    history = ", history-size: %d, history-ttl: 10m" % options.history if options.history else ""
    processes = []
    with tempfile.TemporaryDirectory() as directory, open(os.path.join(directory, "log"), "w+") as log:
        try:
            processes.append(start_redis(redis_port, directory))
            ports, servers = [], []
            for i in range(options.nodes):
                ports.append(free_port())
                config = os.path.join(directory, "node%d.yml" % i)
                with open(config, "w") as file:
                    file.write(CONFIG % (ports[-1], redis_port, KEY, history))
                servers.append(start_server(options.home, config, log))
                processes.append(servers[-1])
                wait_for(ports[-1], servers[-1])
            measure(options, ports, servers, redis_port, processes)
        finally:
            for process in processes:
                process.send_signal(signal.SIGKILL)
                process.wait()
            log.seek(0)
            lines = [line for line in log.read().splitlines()
                     if re.search(r" (WARN|ERROR) |^fanfare|invalid|must", line)]
            print("log: %d warnings and errors\n%s" % (len(lines), "\n".join(lines)[:2000]))


def measure(options, ports, servers, redis_port, processes):
    each = options.connections // options.nodes
    before, began, used = [memory(server.pid) for server in servers], time.monotonic(), cpu(servers)
    loads = []
    for port in ports:
        loads.append(subprocess.Popen(
            [os.path.join(BIN, "wsload"), "listen", "--url", "ws://127.0.0.1:%d/connection/websocket" % port,
             "-n", str(each), "--connect-timeout", "600", "--seconds", "3600", "--quiet", "--marker", '"ts": ',
             *(part.replace("kept", "all") for part in CENTRIFUGE)],
            stdout=subprocess.PIPE, text=True))
        processes.append(loads[-1])
    while True:
        connected = api(ports[0], "info", {})
        count = sum(node["num_clients"] for node in connected["result"]["nodes"])
        if count >= each * options.nodes:
            break
        if time.monotonic() > began + 600:
            sys.exit("only %d clients have connected" % count)
        time.sleep(1)
    print("%d clients of %d nodes connected after %.1f s; CPU of the nodes: %.0f us per client" % (
        count, options.nodes, time.monotonic() - began, (cpu(servers) - used) / count * 1e6))
    time.sleep(10)
    held = [(memory(server.pid) - start) / each for server, start in zip(servers, before)]
    total = sum(memory(server.pid) for server in servers)
    print("memory of the nodes: %.0f MB in total, %.1f to %.1f kB more per client" % (
        total / 1e6, min(held) / 1e3, max(held) / 1e3))

    idle, start = cpu(servers), time.monotonic()
    time.sleep(options.interval * 3)
    idle = (cpu(servers) - idle) / (time.monotonic() - start)
    used, redis, start, replies = cpu(servers), redis_cpu(redis_port), time.monotonic(), []
    for i in range(options.broadcasts):
        sent = time.monotonic_ns()
        api(ports[i % len(ports)], "publish", {"channel": "all", "data": {"ts": TS_BASE + sent, "d": "x" * 100}})
        replies.append((time.monotonic_ns() - sent) / 1e6)
        time.sleep(max(0, options.interval - (time.monotonic_ns() - sent) / 1e9))
    seconds = time.monotonic() - start
    used, redis = cpu(servers) - used - idle * seconds, redis_cpu(redis_port) - redis

    results = []
    for load in loads:
        load.send_signal(signal.SIGTERM)
        results.append(json.loads(load.communicate(timeout=60)[0]))
    delivered = sum(result["deliveries"] for result in results)
    print("deliveries: %d of %d; closed connections: %d" % (
        delivered, count * options.broadcasts, sum(result["closed_during_run"] for result in results)))
    print("CPU of the nodes: %.2f us per delivery (%.0f ms per broadcast), idle %.2f cores; "
          "CPU of Redis: %.2f ms per broadcast" % (
        used / delivered * 1e6, used / options.broadcasts * 1e3, idle, redis / options.broadcasts * 1e3))
    print("reply to the publisher: median %.1f ms, maximum %.1f ms" % (
        sorted(replies)[len(replies) // 2], max(replies)))
    latencies = [result["lat_us"] for result in results]
    print("time to a delivery: median %.0f ms, 99 %% %.0f ms, last %.0f ms (slowest client process)" % tuple(
        max(latency[key] for latency in latencies) / 1e3 for key in ("p50", "p99", "max")))
    if delivered != count * options.broadcasts:
        sys.exit(1)


if __name__ == "__main__":
    main()
