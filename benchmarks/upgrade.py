#!/usr/bin/env python3
"""Tests a rolling upgrade and its rollback under traffic: three push servers on one Redis are replaced one by one.

    (cd OLD && ./fanfare config check --config examples/fanfare.yml)    # builds the program; the same in NEW
    python3 benchmarks/upgrade.py OLD NEW [--clients 60] [--channels 12] [--rate 8] [--seconds 6] [--redis-cluster]

Starts redis-server and three servers of OLD, replaces each by NEW (SIGTERM, then a start on the same port), and then
each by OLD again. Clients with recovery are connected to all servers. They reconnect to a random server. One in four
also reconnects regularly. Each channel has one publisher, which publishes through the HTTP API of a random server and
repeats failed publishes with their idempotency key. After each step, the script checks the presence of all channels,
`info` and `disconnect` on each server. At the end, each client must have received every publication of its channel
exactly once and in order. Exits with 1 if a check fails. Requires redis-server, and redis-cli for a Redis Cluster
(Debian: redis-server, redis-tools).
"""

import argparse
import collections
import heapq
import json
import os
import random
import re
import selectors
import signal
import sys
import tempfile
import threading
import time

from serving import KEY, Connection, api, free_port, is_ready, start_redis, start_redis_cluster, start_server

CONFIG = """
http-server: {address: 127.0.0.1, port: %d}
engine: {type: redis, redis: {address: ["%s"]}}
http-api: {key: %s}
client: {insecure: true, user-id-http-header: X-User}
shutdown: {drain-duration: 2s}
channel:
  without-namespace:
    allow-subscribe-for-client: true
    presence: true
    join-leave: true
    force-push-join-leave: true
    history-size: 2000
    history-ttl: 30m
    force-recovery: true
"""
NODES = 3
PRIMARIES = 3
ROAMING = 4  # one client out of four
DISCONNECT = 4_001
LAST_RECONNECTING_CODES = (3_500, 4_500)
SLOW = 30  # seconds that a check may take on a busy machine
TRACE = r"^[\w.$]+(?:Exception|Error)\b|^Caused by"
UNREADABLE = re.compile(
    r"message-unreadable|message-failed|cannot decode|unsupported|malformed|unknown type|WRONGTYPE|" + TRACE)


class Client(Connection):
    """A subscriber of one channel that recovers as the SDKs do."""

    def __init__(self, load, number, channel):
        super().__init__(load.selector)
        self.load, self.channel, self.user = load, channel, "user%d" % number
        self.roaming = number % ROAMING == 0
        self.node = number % NODES
        self.id, self.epoch, self.offset = "", None, 0
        self.last, self.attempts, self.command = 0, 0, 1
        self.subscribed = False
        self.subscribed_since = None
        self.closed_by_api = 0

    def connect(self):
        self.attempts += 1
        self.subscribed = False
        self.open(self.load.ports[self.node], "X-User: %s\r\n" % self.user)

    def on_open(self):
        self.send('{"id":1,"connect":{}}')
        self.subscribe()

    def subscribe(self):
        self.command += 1
        request = {"channel": self.channel}
        if self.epoch is not None:
            request.update(recover=True, epoch=self.epoch, offset=self.offset)
        self.recovering = self.epoch is not None
        self.send(json.dumps({"id": self.command, "subscribe": request}))

    def on_message(self, line):
        message = json.loads(line)
        if "error" in message:
            self.load.count("error reply %s" % message["error"])
            return False
        if "connect" in message:
            self.id = message["connect"]["client"]
        elif "subscribe" in message:
            self.on_subscribed(message["subscribe"])
        elif "push" in message:
            return self.on_push(message["push"])
        return True

    def on_subscribed(self, reply):
        self.attempts = 0
        self.subscribed = True
        if self.recovering:
            recovered = reply.get("recovered", False)
            self.load.count("recovered" if recovered else "not recovered")
            if reply.get("epoch") != self.epoch:
                self.load.count("recovered with a new epoch" if recovered else "not recovered with a new epoch")
            if not recovered:
                self.load.fault("%s was not recovered in %s at offset %d" % (self.user, self.channel, self.offset))
        self.epoch, self.offset = reply.get("epoch", ""), reply.get("offset", 0)
        for publication in reply.get("publications", []):
            self.on_publication(publication)

    def on_push(self, push):
        if "pub" in push:
            if push["pub"]["offset"] != self.offset + 1:
                self.load.fault("%s received offset %d after %d" % (self.user, push["pub"]["offset"], self.offset))
            self.on_publication(push["pub"])
        elif "join" in push or "leave" in push:
            self.load.count("joins" if "join" in push else "leaves")
        elif "unsubscribe" in push:
            code = push["unsubscribe"]["code"]
            self.load.count("unsubscribed with %d" % code)
            self.subscribed = False
            if code < 2_500:
                self.load.fault("%s was unsubscribed with %d" % (self.user, code))
            else:
                self.subscribe()
        return True

    def on_publication(self, publication):
        number = publication["data"]["n"]
        if number != self.last + 1:
            self.load.fault("%s received publication %d of %s after %d" % (self.user, number, self.channel, self.last))
        if publication.get("tags") != {"n": str(number)}:
            self.load.fault("%s received tags %s of publication %d" % (self.user, publication.get("tags"), number))
        self.last = number
        self.offset = publication["offset"]

    def on_lost(self, code):
        self.close()
        if code == DISCONNECT:
            self.closed_by_api += 1
        if code is not None:
            self.load.count("closed with %d" % code)
            if LAST_RECONNECTING_CODES[0] <= code < 4_000 or LAST_RECONNECTING_CODES[1] <= code < 5_000:
                self.load.fault("%s was closed with %d, after which SDKs do not reconnect" % (self.user, code))
        self.reconnect(min(5, 0.2 * 2 ** min(self.attempts, 6)) * random.uniform(0.5, 1))

    def roam(self):
        if self.socket is not None and self.subscribed:
            self.close()
            self.reconnect(random.uniform(0, 0.5))

    def reconnect(self, delay):
        self.subscribed = False
        self.node = random.randrange(NODES)
        self.load.later(delay, self.connect)


class Load:
    """The clients, which run on one thread, and their observations."""

    def __init__(self, ports, clients, channels):
        self.ports, self.selector = ports, selectors.DefaultSelector()
        self.tasks, self.counts, self.faults = [], collections.Counter(), collections.Counter()
        self.clients = [Client(self, i, channels[i % len(channels)]) for i in range(clients)]
        self.roaming = False
        self.roam()

    def count(self, what):
        self.counts[what] += 1

    def fault(self, what):
        self.faults[what] += 1

    def later(self, delay, task):
        heapq.heappush(self.tasks, (time.monotonic() + delay, random.random(), task))

    def roam(self):
        if self.roaming:
            random.choice([client for client in self.clients if client.roaming]).roam()
        self.later(0.1, self.roam)

    def run(self, until, seconds):
        """Serves the clients until a condition is true. Returns false if it is not true in time."""
        end = time.monotonic() + seconds
        while not until():
            now = time.monotonic()
            if now > end:
                return False
            while self.tasks and self.tasks[0][0] <= now:
                heapq.heappop(self.tasks)[2]()
            for key, events in self.selector.select(0.02):
                key.data.on_ready(events)
        return True

    def call(self, function, *arguments):
        """Runs a blocking function while the clients are served. Returns its result, or None if it fails."""
        results = []

        def run():
            try:
                results.append(function(*arguments))
            except (OSError, ValueError):
                results.append(None)

        threading.Thread(target=run, daemon=True).start()
        self.run(lambda: results, 60)
        return results[0] if results else None


class Publisher(threading.Thread):
    """Publishes consecutive numbers to one channel. Publishes a number after the previous one has been accepted."""

    def __init__(self, ports, channel, rate, stop):
        super().__init__(daemon=True)
        self.ports, self.channel, self.rate, self.stop = ports, channel, rate, stop
        self.accepted, self.repeated, self.regressions, self.offset = 0, 0, 0, 0

    def run(self):
        while not self.stop.wait(random.uniform(0, 2 / self.rate)):
            number = self.accepted + 1
            body = {"channel": self.channel, "data": {"n": number}, "tags": {"n": str(number)},
                    "idempotency_key": "%s-%d" % (self.channel, number)}
            offset = self.publish(body)
            if offset <= self.offset:
                self.regressions += 1
            self.accepted, self.offset = number, offset

    def publish(self, body):
        while True:
            try:
                reply = api(random.choice(self.ports), "publish", body)
                if "result" in reply:
                    return reply["result"]["offset"]
            except (OSError, ValueError):
                pass
            self.repeated += 1
            time.sleep(0.05)


class Cluster:
    def __init__(self, homes, directory, redis):
        self.homes, self.directory = homes, directory
        self.ports = [free_port() for _ in range(NODES)]
        self.processes, self.releases, self.logs = [None] * NODES, [""] * NODES, []
        for node, port in enumerate(self.ports):
            with open(self.config(node), "w") as file:
                file.write(CONFIG % (port, redis, KEY))

    def config(self, node):
        return os.path.join(self.directory, "node%d.yml" % node)

    def start(self, node, release):
        self.logs.append(os.path.join(self.directory, "log%d" % len(self.logs)))
        with open(self.logs[-1], "w") as log:
            self.processes[node] = start_server(self.homes[release], self.config(node), log)
        self.releases[node] = release

    def stop(self, node, load):
        self.processes[node].send_signal(signal.SIGTERM)
        if not load.run(lambda: self.processes[node].poll() is not None, 30):
            load.fault("node %d did not end within 30 s of SIGTERM" % node)
            self.kill(node)

    def kill(self, node):
        if self.processes[node] is not None and self.processes[node].poll() is None:
            self.processes[node].kill()
            self.processes[node].wait()

    def lines(self):
        """Yields the warnings and errors in all logs, and the lines of stack traces."""
        for path in self.logs:
            with open(path, errors="replace") as log:
                yield from (line.rstrip() for line in log if re.search(r"\b(WARN|ERROR)\b|" + TRACE, line))


class Rollout:
    def __init__(self, cluster, load, publishers, options):
        self.cluster, self.load, self.publishers, self.options = cluster, load, publishers, options

    def step(self, name, node=None, release=None):
        """Replaces a node, lets traffic continue, and checks the cluster."""
        if node is not None:
            self.cluster.stop(node, self.load)
            self.cluster.start(node, release)
            self.await_ready(node)
        self.load.run(lambda: False, self.options.seconds)
        self.load.roaming = False
        presence = self.check_presence()
        surveys, disconnects = self.check_surveys(), self.check_disconnects()
        self.load.roaming = True
        print("| %s | %s | %d | %d | %d | %d | %s | %s | %s |" % (
            name, " ".join(self.cluster.releases), sum(publisher.accepted for publisher in self.publishers),
            self.load.counts["recovered"], self.load.counts["recovered with a new epoch"],
            self.load.counts["not recovered"],
            presence, surveys, disconnects), flush=True)

    def await_ready(self, node):
        end = time.monotonic() + 120
        while not self.load.call(is_ready, self.cluster.ports[node]):
            if self.cluster.processes[node].poll() is not None or time.monotonic() > end:
                sys.exit("node %d is not ready" % node)

    def check_presence(self):
        """Checks that the presence of each channel on each node contains the connected clients and no others."""
        self.load.run(lambda: all(client.subscribed for client in self.load.clients), SLOW)
        channels = {client.channel for client in self.load.clients}
        wrong = {}
        end = time.monotonic() + SLOW
        for channel in sorted(channels):
            for port in self.cluster.ports:
                while True:
                    expected = {client.id: client.user for client in self.load.clients if client.channel == channel}
                    reply = self.load.call(api, port, "presence", {"channel": channel}) or {}
                    found = {id: info["user"] for id, info in reply.get("result", {}).get("presence", {}).items()}
                    if found == expected or time.monotonic() > end:
                        break
                if found != expected:
                    wrong[channel] = "presence of %s: %d clients missing, %d unexpected" % (
                        channel, len(expected.keys() - found.keys()), len(found.keys() - expected.keys()))
        for text in wrong.values():
            self.load.fault(text)
        return "correct" if not wrong else "wrong in %d channels" % len(wrong)

    def check_surveys(self):
        """Checks that each node receives an answer from each node."""
        answers = []
        for port in self.cluster.ports:
            reply = self.load.call(api, port, "info", {}) or {}
            answers.append(len(reply.get("result", {}).get("nodes", [])))
        if answers != [NODES] * NODES:
            self.load.fault("info returned %s nodes" % answers)
        return "%d/%d" % (sum(answers), NODES * NODES)

    def check_disconnects(self):
        """Checks that a node disconnects users on other nodes."""
        closed = 0
        for node in range(NODES):
            client = random.choice([each for each in self.load.clients if each.subscribed])
            port = self.cluster.ports[(client.node + 1) % NODES if node else client.node]
            before = client.closed_by_api
            self.load.call(api, port, "disconnect", {
                "user": client.user, "disconnect": {"code": DISCONNECT, "reason": "test"}})
            closed += self.load.run(lambda: client.closed_by_api > before, SLOW)
        if closed != NODES:
            self.load.fault("%d of %d requests to disconnect a user had no effect" % (NODES - closed, NODES))
        return "%d/%d" % (closed, NODES)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", help="checkout of the previous release")
    parser.add_argument("new", help="checkout of the next release")
    parser.add_argument("--clients", type=int, default=60)
    parser.add_argument("--channels", type=int, default=12)
    parser.add_argument("--rate", type=float, default=8, help="publications per second and channel")
    parser.add_argument("--seconds", type=float, default=6, help="time after each replacement")
    parser.add_argument("--redis-cluster", action="store_true", help="use a Redis Cluster with three primaries")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    random.seed(options.seed)
    print("seed %d" % options.seed)
    with tempfile.TemporaryDirectory() as directory:
        ports = [free_port() for _ in range(PRIMARIES if options.redis_cluster else 1)]
        scheme = "redis-cluster://" if options.redis_cluster else "redis://"
        address = scheme + ",".join("127.0.0.1:%d" % port for port in ports)
        cluster = Cluster({"old": options.old, "new": options.new}, directory, address)
        redis = start_redis_cluster(ports, directory) if options.redis_cluster else [start_redis(ports[0], directory)]
        try:
            load = roll(cluster, options)
        finally:
            for node in range(NODES):
                cluster.kill(node)
            for server in redis:
                server.kill()
                server.wait()
        sys.exit(report(cluster, load))


def roll(cluster, options):
    channels = ["channel%d" % i for i in range(options.channels)]
    load = Load(cluster.ports, options.clients, channels)
    stop = threading.Event()
    publishers = [Publisher(cluster.ports, channel, options.rate, stop) for channel in channels]
    rollout = Rollout(cluster, load, publishers, options)
    for node in range(NODES):
        cluster.start(node, "old")
    for node in range(NODES):
        rollout.await_ready(node)
    for client in load.clients:
        client.connect()
    if not load.run(lambda: all(client.subscribed for client in load.clients), 60):
        sys.exit("upgrade: the clients are not subscribed: %s" % dict(load.counts))
    for publisher in publishers:
        publisher.start()
    load.roaming = True
    print("\n| step | nodes | publications | recovered | with a new epoch | not recovered | presence | answers "
          "| disconnects |\n"
          "|---|---|---|---|---|---|---|---|---|")
    rollout.step("start")
    for release in ("new", "old"):
        for node in range(NODES):
            rollout.step("node %d to %s" % (node + 1, release), node, release)
    load.roaming = False
    stop.set()
    for publisher in publishers:
        load.run(lambda: not publisher.is_alive(), 30)
    tops = {publisher.channel: publisher.accepted for publisher in publishers}
    load.run(lambda: all(client.last >= tops[client.channel] for client in load.clients), 20)
    behind = [client for client in load.clients if client.last != tops[client.channel]]
    for client in behind:
        load.fault("%s received publication %d of %s as the last one, not %d"
                   % (client.user, client.last, client.channel, tops[client.channel]))
    regressions = sum(publisher.regressions for publisher in publishers)
    if regressions:
        load.fault("%d publishes returned an offset at or below an earlier one" % regressions)
    print("\npublications %d, repeated publishes %d, deliveries %d, clients with all publications %d of %d"
          % (sum(tops.values()), sum(publisher.repeated for publisher in publishers),
             sum(client.last for client in load.clients),
             len(load.clients) - len(behind), len(load.clients)))
    return load


def report(cluster, load):
    lines = collections.Counter(re.sub(r"^\d\S+ \S+ |\d+", "", line) for line in cluster.lines())
    unreadable = sum(count for line, count in lines.items() if UNREADABLE.search(line))
    print("events of clients: %s" % ", ".join("%s: %d" % each for each in sorted(load.counts.items())))
    print("warnings and errors in the logs: %d, of unreadable messages or exceptions: %d" % (
        sum(lines.values()), unreadable))
    for line, count in lines.most_common(20):
        print("  %d x %s" % (count, line[:300]))
    print("faults: %d" % sum(load.faults.values()))
    for fault in list(load.faults)[:20]:
        print("  " + fault)
    return 1 if load.faults or unreadable else 0


if __name__ == "__main__":
    main()
