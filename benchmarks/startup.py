#!/usr/bin/env python3
"""Measures the first seconds and the idle memory of `./fanfare serve`, and prints Markdown.

    ./fanfare warm                                        # optional: the AOT cache
    python3 benchmarks/startup.py [--rounds 3] [--cores 0] [NAME=CHECKOUT[,JAVA OPTION]... ...]

Each argument is a variant: a built checkout, and options for FANFARE_JAVA_OPTS. The default is this checkout.
In each round, the variants take turns, each with three fresh servers:

1. start until a connection is accepted, by the clock from the start of the script and as CPU time of the JVM;
   RSS after 1.5 s; CPU time per connection while 3,000 clients of the JSON protocol connect and subscribe;
2. RSS per connection while 10,000 such clients are idle for 3 s, without the RSS before;
3. API publishes in the first 5 s: 32 connections, 64 requests in flight, one subscriber.

Requires gcc and taskset. The server runs on the cores of --cores, the load client on CPU 1.
"""

import argparse
import contextlib
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import launch
import machine
import serving

CLIENT = ["--cpu", "1", *launch.CENTRIFUGE, *launch.JSON_MARK, "--quiet"]
COLUMNS = (("start, s", "%.2f"), ("start, CPU s", "%.2f"), ("RSS, MB", "%.0f"), ("CPU per connection, us", "%.0f"),
           ("RSS per idle connection, kB", "%.1f"), ("publishes/s in 5 s", "%.0f"), ("publishes per core", "%.0f"))


def rss_mb(pid):
    with open("/proc/%d/status" % pid) as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024


@contextlib.contextmanager
def server(checkout, options, cores):
    """Yields the process, its port and the seconds until it accepted a connection."""
    port = serving.free_port()
    settings = {"http-server.address": "127.0.0.1", "http-server.port": port, "http-api.key": serving.KEY,
                "client.insecure": "true", "log-level": "error"}
    command = ["taskset", "-c", cores, os.path.join(checkout, "fanfare"), "serve"]
    for key, value in settings.items():
        command += ["--set", "%s=%s" % (key, value)]
    environment = dict(os.environ, FANFARE_JAVA_OPTS=options)
    with tempfile.TemporaryFile() as output:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        try:
            while not is_accepting(port):
                if process.poll() is not None:
                    output.seek(0)
                    sys.exit("startup: the server has ended: " + output.read().decode())
                time.sleep(0.002)
            yield process, port, time.monotonic() - begin
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


def is_accepting(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def load(process, port, mode, *options):
    command = [os.path.join(machine.BIN, "wsload"), mode, "--url", "ws://127.0.0.1:%d/connection/websocket" % port,
               "--server-pid", str(process.pid), *CLIENT, *(str(option) for option in options)]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        sys.exit("startup: %s\nended with %d: %s%s" % (" ".join(command), run.returncode, run.stdout, run.stderr))
    return json.loads(run.stdout)


def measure(checkout, options, cores):
    with server(checkout, options, cores) as (process, port, seconds):
        start = seconds, serving.process_cpu(process.pid)
        time.sleep(1.5)
        fresh = rss_mb(process.pid)
        connect = load(process, port, "idle", "-n", 3000, "--seconds", 0.2)["connect_srv_cpu_us"]
    with server(checkout, options, cores) as (process, port, _):
        time.sleep(1)
        idle = load(process, port, "idle", "-n", 10000, "--connect-rate", 3000, "--seconds", 3)["rss_bytes_per_conn"]
    with server(checkout, options, cores) as (process, port, _):
        publish = load(process, port, "fanout", "-n", 1, "--window", 64, "--http-conns", 32, "--http-publish",
                       "http://127.0.0.1:%d/api/publish" % port, "--http-header", "X-API-Key: " + serving.KEY,
                       "--http-body", '{"channel":"kept","data":%s}', "--warmup", 0, "--seconds", 5)
    return (*start, fresh, connect, idle / 1000, publish["deliveries_per_s"],
            publish["deliveries"] / max(publish["srv_cpu_s"], 0.01))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", default="0")
    parser.add_argument("variants", nargs="*", default=["this checkout=" + serving.HOME])
    options = parser.parse_args()
    machine.build_native()
    seen = {}
    for _ in range(options.rounds):
        for variant in options.variants:
            name, _, rest = variant.partition("=")
            checkout, *java = rest.split(",")
            seen.setdefault(name, []).append(measure(checkout, " ".join(java), options.cores))
    print("| variant | %s | runs |" % " | ".join(title for title, _ in COLUMNS))
    print("|---" * (len(COLUMNS) + 2) + "|")
    for name, runs in seen.items():
        cells = []
        for (_, form), values in zip(COLUMNS, zip(*runs)):
            spread = statistics.median(values), min(values), max(values)
            cells.append("%s (%s-%s)" % tuple(form % value for value in spread))
        print("| %s | %s | %d |" % (name, " | ".join(cells), len(runs)))


if __name__ == "__main__":
    main()
