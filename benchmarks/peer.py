"""Builds, starts and stops the peers of the suite. A peer is a directory of peers/ with a manifest and a program.

Keys of a manifest, peer.toml:

    name, about     the row of the report, and what is enabled and why
    kind            how to build it: maven, npm, python, binary, fanfare or native
    command         the command of the server; {port}, {home}, {native}, {python} and {redis} are replaced
    main, args      instead of `command` for a Java program
    path            the path of the WebSocket; %d is the number of the connection
    client, publish options of the load client for the handshake and for publishing; default: raw text messages
    environment     additional environment variables
"""

import glob
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import tomllib

import machine

PEERS = os.path.join(machine.HERE, "peers")
# The same for each Java program; they are the flags of the launcher of Fanfare.
JAVA_FLAGS = ["-Xms16m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
              "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
START_SECONDS = 60


class Skipped(Exception):
    """The peer cannot run here; the message is the reason."""


class Peer:
    def __init__(self, key):
        self.key = key
        self.directory = os.path.join(PEERS, key)
        with open(os.path.join(self.directory, "peer.toml"), "rb") as file:
            self.manifest = tomllib.load(file)
        self.name = self.manifest["name"]
        self.kind = self.manifest["kind"]
        self.values = {"home": machine.HOME, "native": machine.BIN}

    def build(self):
        """Installs and compiles the peer, and returns its version. Raises Skipped if something is missing."""
        return {"maven": self.build_maven, "npm": self.build_npm, "python": self.build_python,
                "binary": self.build_binary, "fanfare": self.build_fanfare, "native": lambda: "gcc -O2"}[self.kind]()

    def run(self, *command):
        """Runs a command of the build. Its last line of output is the reason if it fails."""
        if shutil.which(command[0]) is None:
            raise Skipped("%s is not installed" % command[0])
        run = subprocess.run(command, cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if run.returncode:
            output = run.stdout.splitlines()
            reason = ([line for line in output if "ERR" in line.upper()] or output[-1:] or ["no output"])[0]
            raise Skipped("`%s` failed: %s" % (" ".join(command[:3]), reason))

    def target(self, *names):
        return os.path.join(self.directory, "target", *names)

    def build_maven(self):
        self.run("mvn", "-B", "-q", "compile", "dependency:copy-dependencies", "-DoutputDirectory=target/lib",
                 "-DincludeScope=runtime")
        self.class_path = self.target("classes") + ":" + self.target("lib", "*")
        jars = glob.glob(self.target("lib", self.manifest["jar"] + "-*"))
        found = [re.search(r"%s-(\d[\w.]*)\.jar$" % self.manifest["jar"], jar) for jar in jars]
        return next(match.group(1) for match in found if match)

    def build_npm(self):
        self.run("npm", "ci", "--no-audit", "--no-fund")
        package = os.path.join(self.directory, "node_modules", self.manifest["package"], "package.json")
        with open(package, encoding="utf-8") as file:
            return json.load(file)["version"]

    def build_python(self):
        """Uses a virtual environment, or the packages of the distribution if the package index is not reachable."""
        if self.manifest.get("redis") and shutil.which("redis-server") is None:
            raise Skipped("redis-server is not installed")
        python, reason = self.target("venv", "bin", "python"), ""
        try:
            if not os.path.exists(self.target("venv", "complete")):
                self.run("python3", "-m", "venv", self.target("venv"))
                self.run(python, "-m", "pip", "install", "-q", "--retries", "0", "--timeout", "20",
                         "-r", "requirements.txt")
                with open(self.target("venv", "complete"), "w", encoding="utf-8"):
                    pass
        except Skipped as failure:
            python, reason = "/usr/bin/python3", str(failure)
        modules = self.manifest["modules"]
        report = "import %s\nfrom importlib.metadata import version\nfor name in %r: print(name, version(name))"
        run = subprocess.run([python, "-c", report % (", ".join(modules), modules)], capture_output=True, text=True)
        if run.returncode:
            raise Skipped("%s; without a package index: apt-get install %s" % (reason, self.manifest["debian"]))
        self.values["python"] = python
        return ", ".join(run.stdout.splitlines())

    def build_binary(self):
        if shutil.which(self.manifest["command"][0]) is None:
            raise Skipped("`%s` is not on the PATH" % self.manifest["command"][0])
        return machine.first_line(self.manifest["version"])

    def build_fanfare(self):
        """The launcher builds the program and, for the server, the AOT cache."""
        self.run(os.path.join(machine.HOME, "fanfare"), "warm", "--if-absent")
        built = os.path.join(machine.HOME, "cli", "target")
        jars = [os.path.join(built, "*"), os.path.join(built, "lib", "*")]
        if "main" in self.manifest:
            classes, java = self.target("classes"), machine.java_home()
            self.run(os.path.join(java, "bin", "javac"), "-d", classes, "-cp", ":".join(jars),
                     *glob.glob(os.path.join(self.directory, "src", "*.java")))
            self.class_path = ":".join([classes, *jars])
        commit = machine.first_line(["git", "-C", machine.HOME, "describe", "--always", "--dirty", "--tags"])
        return "commit %s" % (commit or "unknown")

    def command(self, port, redis):
        values = dict(self.values, port=port, redis=redis)
        if "main" in self.manifest:
            java = os.path.join(machine.java_home(), "bin", "java")
            parts = [java, *JAVA_FLAGS, "-cp", self.class_path, self.manifest["main"], *self.manifest["args"]]
        else:
            parts = self.manifest["command"]
        return [part.format_map(values) for part in parts], {
            key: value.format_map(values) for key, value in self.manifest.get("environment", {}).items()}


class Server:
    """A running peer on one core. `start_s` is the time until a WebSocket was open."""

    def __init__(self, peer, core):
        self.peer, self.core, self.processes = peer, core, []
        self.port = machine.free_port()

    def __enter__(self):
        redis = ""
        try:
            if self.peer.manifest.get("redis"):
                redis_port = machine.free_port()
                redis = "redis://127.0.0.1:%d" % redis_port
                self.start(["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", ""], {})
                self.wait(lambda: answers(redis_port, b"PING\r\n", b"+PONG"))
            command, environment = self.peer.command(self.port, redis)
            begin = time.monotonic()
            self.start(command, environment)
            path = self.peer.manifest["path"].replace("%d", "0")
            self.wait(lambda: answers(self.port, handshake(path, self.peer.manifest.get("client", [])), b" 101 "))
            self.start_s = time.monotonic() - begin
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self, command, environment):
        self.processes.append(subprocess.Popen(
            command, cwd=self.peer.directory, env=dict(os.environ, **environment),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, [self.core])))

    def wait(self, ready):
        deadline = time.monotonic() + START_SECONDS
        while not ready():
            if self.processes[-1].poll() is not None:
                raise Skipped("the server ended with %d: %s" % (
                    self.processes[-1].returncode, " ".join(self.processes[-1].args)))
            if time.monotonic() > deadline:
                raise Skipped("the server did not answer within %d s" % START_SECONDS)
            time.sleep(0.01)

    def pids(self):
        return ",".join(str(process.pid) for process in self.processes)

    def __exit__(self, *ignored):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()


def handshake(path, client):
    protocol = client[client.index("--subprotocol") + 1] if "--subprotocol" in client else None
    lines = ["GET %s HTTP/1.1" % path, "Host: 127.0.0.1", "Connection: Upgrade", "Upgrade: websocket",
             "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="]
    lines += ["Sec-WebSocket-Protocol: " + protocol] if protocol else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answers(port, request, expected):
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as connection:
            connection.sendall(request)
            return expected in connection.recv(1000)
    except OSError:
        return False


def find(keys):
    """Returns the peers with these keys, or all of them."""
    known = sorted(os.path.basename(os.path.dirname(path)) for path in glob.glob(os.path.join(PEERS, "*", "peer.toml")))
    unknown = set(keys or []) - set(known)
    if unknown:
        raise SystemExit("suite: unknown peers %s; known are %s" % (", ".join(sorted(unknown)), ", ".join(known)))
    return [Peer(key) for key in keys or known]
