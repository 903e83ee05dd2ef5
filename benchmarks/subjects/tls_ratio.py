"""TLS in closed loops: in turn, a server without TLS, one with the TLS of the JDK and one with OpenSSL."""

import contextlib
import os
import statistics
import subprocess

from launch import FAN_OUT, cpu_us, fanfare, head, kibibyte, load, row, spread
from machine import BIN

SIZES = {"128 bytes": lambda: [], "1 KiB": kibibyte}
PROVIDERS = {"jdk": "JDK", "openssl": "OpenSSL"}
CHAIN, KEY = os.path.join(BIN, "chain.pem"), os.path.join(BIN, "key.pem")


def certificate():
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "30", "-subj", "/CN=localhost", "-keyout", KEY, "-out", CHAIN],
                   check=True, capture_output=True)


def measure(args):
    certificate()
    head("scenario", "provider", "io", "TLS to plain: median (quartiles)", "us per delivery", "plain", "runs")
    for io in args.io:
        rounds(args, io)


def rounds(args, io):
    """Each round: fresh JVMs without TLS and with each provider, warmed up, then runs of each in turn."""
    seen = {(name, size, provider): [] for name, *_ in FAN_OUT[:2] for size in SIZES for provider in PROVIDERS}
    for _ in range(args.rounds):
        with contextlib.ExitStack() as stack:
            servers = [stack.enter_context(fanfare(io))]
            servers += [stack.enter_context(fanfare(io, arguments=["tls", p, CHAIN, KEY])) for p in PROVIDERS]
            for server in servers:
                for _, mode, path, _, more in FAN_OUT[:2]:
                    load(server, mode, path, *more, "--warmup", 1, "--seconds", 3)
            for name, mode, path, _, more in FAN_OUT[:2]:
                for size, text in SIZES.items():
                    way = [mode, path, *more, *text(), "--warmup", 1, "--seconds", args.seconds]
                    base, *encrypted = (cpu_us(load(server, *way)) for server in servers)
                    for provider, cost in zip(PROVIDERS, encrypted):
                        seen[name, size, provider].append((cost / base, cost, base))
    for (name, size, provider), runs in seen.items():
        ratios, costs, base = zip(*runs)
        row("%s, %s" % (name, size), PROVIDERS[provider], io, spread(ratios), statistics.median(costs),
            statistics.median(base), len(runs))
