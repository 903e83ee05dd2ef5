"""Starts the servers of bench.py on CPU 0 and the load client on CPU 1, and reads the figures of a run."""

import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

from machine import BIN, HERE, free_port, java_home

FLAGS = ["-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
JSON_MARK = ["--marker", '"ts":']
# The commands of a Centrifuge SDK: connect, subscribe with recovery, publish.
CENTRIFUGE = ["--send", '{"id":1,"connect":{}}', "--send", '{"id":2,"subscribe":{"channel":"kept"}}',
              "--ready-on", '"subscribe"', "--json-ping", "{}"]
PUBLISH = ["--template", '{"id":3,"publish":{"channel":"kept","data":%s}}']
# name, mode, path, path of floor, further options of the load client
FAN_OUT = [("fan-out to %s, %d in flight" % (format(n, ","), window), "fanout", "/ws/%d", "/ws/%d",
            ["-n", n, "--window", window]) for n in (1000, 10000) for window in (1, 16)]
ECHO = [("echo of 100 through virtual threads", "echo", "/echo", "/echo", ["-n", 100, "--window", 1]),
        ("echo of 100 on the loop", "echo", "/echo-loop", "/echo", ["-n", 100, "--window", 1])]


class Server:
    """A process on CPU 0. Waits until it listens, and ends it at the end of the block."""

    def __init__(self, port, command, scheme="ws"):
        self.port, self.scheme = port, scheme
        self.process = subprocess.Popen(
            ["taskset", "-c", "0"] + command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        for _ in range(1200):
            try:
                if self.scheme == "wss":
                    return socket.create_connection(("127.0.0.1", self.port), 1).close() or self
                urllib.request.urlopen("http://127.0.0.1:%d/" % self.port, timeout=1)
            except urllib.error.HTTPError:
                return self
            except (urllib.error.URLError, ConnectionError, OSError) as e:
                if "refused" not in str(e):
                    return self  # floor closes connections without a handshake
            time.sleep(0.05)
        sys.exit("bench: the server does not listen")

    def __exit__(self, *ignored):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def floor():
    port = free_port()
    return Server(port, [os.path.join(BIN, "floor"), str(port), "send"])


def jars(module):
    return os.path.join(module, "target", "*") + ":" + os.path.join(module, "target", "lib", "*")


def java(*arguments):
    return [os.path.join(java_home(), "bin", "java"), *FLAGS, *arguments]


def fanfare(io, home=HERE, arguments=()):
    """Starts BenchServer. `arguments` are `tls` and its parameters, or the address of a Redis server."""
    port = free_port()
    command = java("-cp", jars(home), "dev.fanfare.benchmarks.BenchServer", str(port), io, *arguments)
    return Server(port, command, "wss" if "tls" in arguments else "ws")


def push_server(more=()):
    port = free_port()
    settings = {"http-server.address": "127.0.0.1", "http-server.port": port, "http-api.key": "key",
                "client.insecure": "true", "log-level": "error"} | dict(more)
    options = [part for key, value in settings.items() for part in ("--set", "%s=%s" % (key, value))]
    return Server(port, java("-cp", jars(os.path.join(HERE, "..", "cli")), "dev.fanfare.cli.Main", "serve", *options))


def load(server, mode, path, *more):
    """Runs the load client, and ends the program unless all deliveries are exact."""
    command = [os.path.join(BIN, "wsload"), mode, "--cpu", "1",
               "--url", "%s://127.0.0.1:%d%s" % (server.scheme, server.port, path),
               "--server-pid", str(server.process.pid), "--quiet"] + [str(m) for m in more]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit("bench: %s\nended with %d: %s%s" % (" ".join(command), run.returncode, run.stdout, run.stderr))
    j = json.loads(run.stdout)
    # Several connections publish over HTTP at the same time, in no defined order.
    ordered = ("order_violations", "gaps") if "--http-publish" not in command else ()
    wrong = {key: j[key] for key in ("extra", "unknown", "http_err", *ordered) if j.get(key)}
    if wrong:
        sys.exit("bench: %s\nsaw %s" % (" ".join(command), wrong))
    return j


def cpu_us(j):
    return (j["srv_cpu_s"] + sum(j["ksoftirqd_s"])) * 1e6 / j["deliveries"]


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0], values[0]
    q = statistics.quantiles(values, n=4, method="inclusive")
    return q[0], q[1], q[2]


def warm_up(server, more=()):
    for mode, path, connections in (("fanout", "/ws/%d", ["-n", 1000, "--window", 4]), ("echo", "/echo", ["-n", 100]),
                                    ("echo", "/echo-loop", ["-n", 100])):
        load(server, mode, path, *connections, *more, "--warmup", 1, "--seconds", 3)


def kibibyte():
    """Returns JSON of 1 KiB around the 128 bytes of the load client, similar to an update of a dashboard."""
    numbers, rows = random.Random(1), ""
    while len(rows) < 830:
        symbol = "".join(numbers.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=4))
        rows += '{"symbol":"%s","bid":%.2f,"ask":%.2f,"volume":%d},' % (
            symbol, numbers.uniform(10, 500), numbers.uniform(10, 500), numbers.randrange(100000))
    return ["--template", ('{"type":"quotes","rows":[' + rows)[:1024 - 128 - 13] + '"],"mark":"%s"}']


def row(*cells):
    """Prints a row of a Markdown table; a whole number has separators, any other number two digits."""
    texts = [format(c, ",") if isinstance(c, int) else "%.2f" % c if isinstance(c, float) else c for c in cells]
    print("| %s |" % " | ".join(texts), flush=True)


def head(*titles):
    print("\n| %s |\n%s|" % (" | ".join(titles), "|---" * len(titles)))


def spread(values, form="%.2f"):
    low, mid, high = quartiles(values)
    return ("**" + form + "** (" + form + "-" + form + ")") % (mid, low, high)
