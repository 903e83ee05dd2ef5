"""Memory of idle connections: the live heap and the RSS of 10,000 on a fresh server."""

import json
import os
import re
import statistics
import subprocess
import time

from launch import fanfare, head, load, row
from machine import BIN, java_home

CONNECTIONS = 10000
STYLES = [("direct", "/direct/%d", []), ("socket handler", "/handler/%d", []), ("function", "/ws/%d", [])]


def measure(args):
    table(args, STYLES)


def table(args, styles):
    head("idle connection, 10,000 of them", "io", "live heap, bytes", "RSS, bytes", "runs")
    for io in args.io:
        for name, path, says in styles:
            runs = [connections(path, io, says) for _ in range(max(1, args.rounds // 2))]
            heaps, rss = zip(*runs)
            row(name, io, int(statistics.median(heaps)), int(statistics.median(rss)), len(runs))


def connections(path, io, says):
    """Returns live heap and RSS per connection."""
    with fanfare(io) as server:
        load(server, "idle", path, "-n", 200, *says, "--seconds", 1)  # classes are loaded, the first buffers exist
        before = live_heap(server.process.pid)
        client = subprocess.Popen(
            [os.path.join(BIN, "wsload"), "idle", "--cpu", "1", "--url", "ws://127.0.0.1:%d%s" % (server.port, path),
             "-n", str(CONNECTIONS), *says, "--seconds", "12", "--server-pid", str(server.process.pid), "--quiet"],
            stdout=subprocess.PIPE, text=True)
        time.sleep(9)
        heap = (live_heap(server.process.pid) - before) / CONNECTIONS
        j = json.loads(client.communicate()[0])
        assert j["connected"] == CONNECTIONS, j
        return heap, j["rss_bytes_per_conn"]


def live_heap(pid):
    out = subprocess.run([os.path.join(java_home(), "bin", "jcmd"), str(pid), "GC.class_histogram"],
                         capture_output=True, text=True).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)", out, re.M).group(1))
