"""Facts about the machine: JDK, versions, load, free ports, and the native programs."""

import glob
import os
import platform
import re
import resource
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(HERE)
NATIVE = os.path.join(HERE, "native")
BIN = os.path.join(NATIVE, "bin")


def java_home():
    for home in [os.environ.get("JAVA_HOME", "")] + sorted(glob.glob("/usr/lib/jvm/*")):
        java = os.path.join(home, "bin", "java")
        if os.access(java, os.X_OK):
            text = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
            found = re.search(r'version "(\d+)', text)
            if found and int(found.group(1)) >= 25:
                return home
    sys.exit("benchmarks: no JDK 25 or newer in JAVA_HOME or /usr/lib/jvm")


def build_native():
    """Compiles the load client and the C floor if their sources are newer."""
    os.makedirs(BIN, exist_ok=True)
    zlib = ["-DZLIB", "-lz"] if os.path.exists("/usr/include/zlib.h") else []
    openssl = ["-DTLS", "-lssl", "-lcrypto"] if os.path.exists("/usr/include/openssl/ssl.h") else []
    for name, flags in (("wsload", zlib + openssl), ("floor", ["-DNO_URING"])):
        source, binary = os.path.join(NATIVE, name + ".c"), os.path.join(BIN, name)
        if not os.path.exists(binary) or os.path.getmtime(binary) < os.path.getmtime(source):
            subprocess.run(["gcc", "-O2", "-Wall", "-o", binary, source] + flags, check=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def raise_file_limit():
    """Raises the limit of open files, which child processes inherit, and returns it."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def first_line(command):
    """Returns the first line that a command prints, or None if it cannot run."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except OSError:
        return None
    return (run.stdout.strip() or run.stderr.strip() or "unknown").splitlines()[0]


def cpu_model():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        found = re.search(r"^model name\s*:\s*(.+)$", file.read(), re.M)
    return found.group(1) if found else platform.processor() or "unknown"


def memory_gb():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def facts(cores):
    """Returns what a reader needs in order to compare the figures with others."""
    server, client = cores
    return {
        "date": time.strftime("%Y-%m-%d %H:%M %Z"),
        "CPU": "%s, %d cores" % (cpu_model(), os.cpu_count()),
        "pinned": "server on core %d, load client on core %d" % (server, client),
        "memory": "%.0f GB" % memory_gb(),
        "kernel": platform.release(),
        "JDK": first_line([os.path.join(java_home(), "bin", "java"), "--version"]),
        "Node.js": first_line(["node", "--version"]) or "not installed",
        "Python": platform.python_version(),
        "Redis": first_line(["redis-server", "--version"]) or "not installed",
        "gcc": first_line(["gcc", "--version"]),
        "open files per process": str(raise_file_limit()),
        "load average at the start": "%.1f" % os.getloadavg()[0],
    }
