#!/usr/bin/env python3
"""Measures the return of many clients: they recover missed publications after a restart of the server with Redis.

    ./fanfare config check --config examples/fanfare.yml    # builds the program
    python3 benchmarks/stampede.py [--clients 10000] [--channels 100] [--missed 300] [--bytes 1000] [--warm-up 300]

Starts redis-server and `./fanfare serve`, publishes to all channels through the HTTP API, lets some clients recover to
warm up the server, and then connects all clients at once. Each client connects and subscribes with the position before
the publications. If it is disconnected or receives an error, it reconnects after 0.2 to 1 s, growing to 5 s. A thread
publishes during the return. At the end, each client must have received everything up to the top of its channel.
Requires redis-server (Debian: redis-server). With a limit of 20,000 open files per process, 10,000 clients are the
maximum.
"""

import argparse
import heapq
import json
import os
import random
import re
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time

from serving import HOME, KEY, Connection, api, free_port, process_cpu, redis_cpu, start_redis, start_server, wait_for

CONFIG = """
http-server: {address: 127.0.0.1, port: %d}
engine: {type: redis, redis: {address: ["redis://127.0.0.1:%d"]}}
http-api: {key: %s}
client: {insecure: true, recovery-max-publication-limit: %d}

channel:
  without-namespace:
    allow-subscribe-for-client: true
    history-size: %d
    history-ttl: 30m
    force-recovery: true
"""

OFFSET = b'"offset":'
START, END = 64, 8192  # bytes of a long reply that are kept


def publish(port, channels, data):
    replies = []
    for start in range(0, len(channels), 50):
        commands = [{"publish": {"channel": channel, "data": data}} for channel in channels[start:start + 50]]
        replies += api(port, "batch", {"commands": commands})["replies"]
    return [reply["publish"] if "publish" in reply else sys.exit("stampede: " + json.dumps(reply)) for reply in replies]


class Client(Connection):
    """A client with one connection at a time.

    Counts publications by the offset fields in the bytes; no other field matches.
    """

    def __init__(self, load, channel, position):
        super().__init__(load.selector)
        self.load, self.channel = load, channel
        self.epoch, self.offset = position["epoch"], position["offset"]
        self.first = self.offset
        self.attempts = 0
        self.replied = None
        self.recovered = False
        self.faults = 0
        self.counted = 0

    def connect(self):
        self.attempts += 1
        self.counted = 0
        self.open(self.load.port)

    def on_open(self):
        subscribe = {"channel": self.channel, "recover": True, "epoch": self.epoch, "offset": self.offset}
        self.send('{"id":1,"connect":{}}\n' + json.dumps({"id": 2, "subscribe": subscribe}))

    def on_growth(self):
        """Counts and removes all but the start and the end of a long reply."""
        cut = len(self.line) - END
        if cut > END:
            self.counted += self.line.count(OFFSET, START if self.counted else 0, cut + len(OFFSET) - 1)
            del self.line[START:cut]

    def on_message(self, line):
        if b'"error"' in line[:40]:
            text = line[:200].decode(errors="replace")
            self.load.errors[text] = self.load.errors.get(text, 0) + 1
            return False
        if line.startswith(b'{"id":2'):
            publications = self.counted + line.count(OFFSET, START if self.counted else 0) - 1
            self.counted = 0
            # The offset of the reply is that of the request after a recovery; the highest one is that of the last
            # publication.
            own = line.rfind(OFFSET)
            top = max(int(re.match(rb"\d+", line[at + len(OFFSET):at + 30]).group())
                      for at in (own, line.rfind(OFFSET, 0, own)) if at >= 0)
            self.recovered = b'"recovered":true' in line
            self.received(publications, top)
            if self.replied is None:
                self.replied = time.monotonic()
                self.load.waiting -= 1
        elif b'"push"' in line[:10] and b'"pub"' in line:
            self.received(1, int(re.search(rb'"offset":(\d+)', line).group(1)))
        return True

    def received(self, count, top):
        if self.recovered and self.offset + count != top:
            self.faults += 1
        self.offset = top

    def on_lost(self, code):
        self.close()
        if code is not None:
            self.load.closes[code] = self.load.closes.get(code, 0) + 1
        self.load.retries += 1
        delay = min(5, 0.2 * 2 ** min(self.attempts, 6)) * random.uniform(0.5, 1) + 0.1
        heapq.heappush(self.load.later, (time.monotonic() + delay, id(self), self))


class Load:
    def __init__(self, port, clients):
        self.port, self.selector = port, selectors.DefaultSelector()
        self.later, self.retries, self.errors, self.closes = [], 0, {}, {}
        self.clients = [Client(self, channel, position) for channel, position in clients]
        self.waiting = len(self.clients)

    def run(self, until, seconds):
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            now = time.monotonic()
            while self.later and self.later[0][0] <= now:
                heapq.heappop(self.later)[2].connect()
            for key, events in self.selector.select(0.05):
                key.data.on_ready(events)

    def start(self):
        for client in self.clients:
            client.connect()

    def close(self):
        for client in self.clients:
            client.close()
        self.selector.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--channels", type=int, default=100)
    parser.add_argument("--missed", type=int, default=300)
    parser.add_argument("--bytes", type=int, default=1_000)
    parser.add_argument("--warm-up", type=int, default=300)
    parser.add_argument("--rate", type=float, default=20, help="publications per second during the return")
    parser.add_argument("--seconds", type=float, default=120, help="maximum time")
    parser.add_argument("--home", default=HOME, help="checkout of the server")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    redis_port, port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as directory:
        config = os.path.join(directory, "fanfare.yml")
        with open(config, "w") as file:
            file.write(CONFIG % (port, redis_port, KEY, options.missed + 200, options.missed + 200))
        redis = start_redis(redis_port, directory)
        log = open(os.path.join(directory, "log"), "w+")
        began = time.monotonic()
        server = start_server(options.home, config, log)
        try:
            measure(options, port, redis_port, server, began)
        finally:
            for process in (server, redis):
                process.send_signal(signal.SIGKILL)
                process.wait()
            log.seek(0)
            lines = [line for line in log.read().splitlines() if re.search(r" (WARN|ERROR) |LinkLog", line)]
            print("log: %d lines\n%s" % (len(lines), "\n".join(lines)[:2000]))


def measure(options, port, redis_port, server, began):
    wait_for(port, server)
    print("ready after %.1f s" % (time.monotonic() - began))
    channels = ["channel%d" % i for i in range(options.channels)]
    positions = dict(zip(channels, publish(port, channels, "first")))
    for _ in range(options.missed):
        publish(port, channels, "x" * options.bytes)

    def clients(count):
        return [(channels[i % len(channels)], positions[channels[i % len(channels)]]) for i in range(count)]

    if options.warm_up:
        for _ in range(3):
            warm = Load(port, clients(options.warm_up))
            warm.start()
            warm.run(lambda: warm.waiting == 0, options.seconds)
            warm.close()
    load = Load(port, clients(options.clients))
    published, stop = [], threading.Event()

    def publish_on():
        while not stop.wait(1 / options.rate if options.rate else 1):
            if options.rate:
                channel = random.choice(channels)
                published.append((channel, publish(port, [channel], "more")[0]["offset"]))

    publisher = threading.Thread(target=publish_on)
    cpu, server_cpu = redis_cpu(redis_port), process_cpu(server.pid)
    own_cpu, start = time.process_time(), time.monotonic()
    publisher.start()
    load.start()
    load.run(lambda: load.waiting == 0, options.seconds)
    seconds = time.monotonic() - start
    own_cpu = time.process_time() - own_cpu
    cpu, server_cpu = redis_cpu(redis_port) - cpu, process_cpu(server.pid) - server_cpu
    stop.set()
    publisher.join()
    tops = {channel: options.missed + positions[channel]["offset"] for channel in channels}
    for channel, offset in published:
        tops[channel] = max(tops[channel], offset)
    load.run(lambda: load.waiting == 0 and all(client.offset >= tops[client.channel] for client in load.clients), 20)
    replies = sorted(client.replied - start for client in load.clients if client.replied)
    behind = sum(max(0, tops[client.channel] - client.offset) for client in load.clients if client.replied)
    print("clients %d, replies %d, recovered %d" % (
        len(load.clients), len(replies), sum(client.recovered for client in load.clients)))
    if replies:
        print("time to the first, median and last reply: %.2f s, %.2f s, %.2f s" % (
            replies[0], replies[len(replies) // 2], replies[-1]))
    print("publications in replies and pushes: %d, missing at the end: %d, gaps or repeats: %d"
          % (sum(client.offset - client.first for client in load.clients), behind,
             sum(client.faults for client in load.clients)))
    print("reconnects %d, error replies %s, close codes %s, publications during the return %d"
          % (load.retries, load.errors, load.closes, len(published)))
    print("CPU during %.2f s: Redis %.2f s (%.2f cores), server %.2f s (%.2f cores), load client %.2f s (%.2f cores)"
          % (seconds, cpu, cpu / seconds, server_cpu, server_cpu / seconds, own_cpu, own_cpu / seconds))
    load.close()


if __name__ == "__main__":
    main()
