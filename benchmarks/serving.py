"""Shared parts of the scripts that start push servers: redis-server, `fanfare serve`, its API, client connections."""

import json
import os
import re
import selectors
import socket
import subprocess
import sys
import time
import urllib.request

HOME = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
KEY = "a-key-of-this-benchmark-only"
UPGRADE = ("GET /connection/websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n%s\r\n")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def api(port, method, body):
    request = urllib.request.Request("http://127.0.0.1:%d/api/%s" % (port, method), json.dumps(body).encode(),
                                     {"X-API-Key": KEY, "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def start_redis(port, directory, *options):
    return subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "",
                             "--dir", directory, *options],
                            stdout=subprocess.DEVNULL)


def start_redis_cluster(ports, directory):
    """Starts a cluster with a primary per port and no replicas: one, or at least three. Returns the processes."""
    members, processes = [], []
    for port in ports:
        own, bus_port = os.path.join(directory, "redis%d" % port), free_port()
        os.mkdir(own)
        processes.append(start_redis(port, own, "--cluster-enabled", "yes", "--cluster-port", str(bus_port)))
        members.append("127.0.0.1:%d@%d" % (port, bus_port))
    create = ["redis-cli", "--cluster", "create", *members, "--cluster-yes"]
    if len(ports) == 1:
        create = ["redis-cli", "-e", "-p", str(ports[0]), "cluster", "addslotsrange", "0", "16383"]
    while subprocess.run(create, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        time.sleep(0.2)
    def info(port):
        return subprocess.run(["redis-cli", "-p", str(port), "cluster", "info"], capture_output=True).stdout

    while not all(b"cluster_state:ok" in info(port)
                  for port in ports):
        time.sleep(0.2)
    return processes


def start_server(home, config, log):
    return subprocess.Popen([os.path.join(home, "fanfare"), "serve", "--config", config], stdout=log, stderr=log)


def is_ready(port):
    try:
        with urllib.request.urlopen("http://127.0.0.1:%d/ready" % port, timeout=1):
            return True
    except OSError:
        return False


def wait_for(port, process):
    for _ in range(1200):
        if process.poll() is not None:
            sys.exit("a server has ended")
        if is_ready(port):
            return
        time.sleep(0.05)
    sys.exit("the server is not ready")


def redis_cpu(port):
    command = ["redis-cli", "-p", str(port), "info", "cpu"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sum(float(value) for value in re.findall(r"used_cpu_(?:sys|user):([\d.]+)", text))


def process_cpu(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def frame(text):
    """Returns a masked text frame with a mask of zeros."""
    body = text.encode()
    head = bytes([0x81, 0x80 | len(body)]) if len(body) < 126 else bytes([0x81, 0xFE]) + len(body).to_bytes(2, "big")
    return head + bytes(4) + body


class Connection:
    """A client of the JSON protocol with one WebSocket at a time.

    A subclass defines `on_open`, `on_message` and `on_lost`.

    Long messages are not kept as a whole: the load of the client must not limit what is measured. `on_growth` may
    shorten `line`, which holds the bytes of the current line so far.
    """

    INPUT = bytearray(1 << 18)  # what one read returns; for all connections of this thread

    def __init__(self, selector):
        self.selector = selector
        self.socket = None

    def open(self, port, headers=""):
        self.buffer = bytearray()  # incomplete heads of frames
        self.line, self.size, self.opcode = bytearray(), 0, 0  # of the current frame; the size is what is missing
        self.upgraded = False
        self.request = (UPGRADE % headers).encode()
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.connect_ex(("127.0.0.1", port))
        self.selector.register(self.socket, selectors.EVENT_WRITE, self)

    def on_growth(self):
        pass

    def send(self, text):
        try:
            self.socket.send(frame(text))
        except OSError:
            pass  # the next read reports the end of the connection

    def close(self):
        if self.socket is not None:
            self.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None

    def on_ready(self, events):
        if events & selectors.EVENT_WRITE:
            try:
                self.socket.send(self.request)
            except OSError:
                return self.on_lost(None)
            self.selector.modify(self.socket, selectors.EVENT_READ, self)
        if events & selectors.EVENT_READ:
            self.read()

    def read(self):
        try:
            count = self.socket.recv_into(self.INPUT)
        except OSError:
            count = 0
        if not count:
            return self.on_lost(None)
        start = 0
        if not self.upgraded:
            self.buffer += self.INPUT[:count]
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self.buffer.startswith(b"HTTP/1.1 101"):
                return self.on_lost(None)
            start = count - (len(self.buffer) - end - 4)
            self.buffer.clear()
            self.upgraded = True
            self.on_open()
        while start < count and self.socket is not None:
            if not self.size:
                start += self.head(start, count)
            part = min(self.size, count - start)
            if part:
                self.size -= part
                self.payload(start, start + part)
                start += part

    def head(self, start, count):
        """Reads the head of a frame and returns how many bytes were used. An incomplete head is kept."""
        kept = len(self.buffer)
        self.buffer += self.INPUT[start:min(count, start + 10 - kept)]
        if len(self.buffer) < 2:
            return count - start
        length = self.buffer[1]
        head = {126: 4, 127: 10}.get(length, 2)
        if len(self.buffer) < head:
            return count - start
        self.opcode = self.buffer[0] & 15
        self.size = length if head == 2 else int.from_bytes(self.buffer[2:head], "big")
        self.buffer.clear()
        return head - kept

    def payload(self, start, end):
        if self.opcode == 8:
            self.line += self.INPUT[start:end]
            if not self.size:
                self.on_lost(int.from_bytes(self.line[:2], "big"))
            return
        while self.socket is not None:
            at = self.INPUT.find(b"\n", start, end)
            self.line += self.INPUT[start:end if at < 0 else at]
            if at >= 0:
                start = at + 1
            elif self.size:
                return self.on_growth()
            line, self.line = bytes(self.line), bytearray()
            if line == b"{}":
                self.send("{}")
            elif not self.on_message(line):
                return self.on_lost(None)
            if at < 0:
                return
