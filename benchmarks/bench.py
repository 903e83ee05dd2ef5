#!/usr/bin/env python3
"""Compares Fanfare with benchmarks/native/floor.c in alternating pairs, and prints Markdown.

    mvn -q -pl benchmarks -am package -DskipTests
    python3 benchmarks/bench.py [--rounds 5] [--seconds 3] [--only fan-out,echo,idle,deflate,tls,centrifuge]
    python3 benchmarks/bench.py --only api      # requires a build with -pl benchmarks,cli
    python3 benchmarks/bench.py --against OTHER/CHECKOUT --only fan-out,echo   # ratios to another checkout, also built

subjects/ has a module for each subject. Requires gcc and taskset, the header of zlib for `deflate`, and the headers of
OpenSSL for `tls`. The server runs on CPU 0, the client on CPU 1, and all traffic is on the loopback interface, on free
ports. Every ratio is the CPU time per delivery (server and ksoftirqd), divided by that of `floor send` in the preceding
run. suite.py compares Fanfare with other servers.
"""

import argparse
import shutil
import sys

import machine
from subjects import api, centrifuge, deflate, fan_out, idle, tls_ratio

# Fan-out and echo share a table.
SUBJECTS = {"fan-out": fan_out, "echo": fan_out, "deflate": deflate, "tls": tls_ratio, "centrifuge": centrifuge,
            "api": api, "idle": idle}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", default="fan-out,echo,idle", type=lambda text: text.split(","))
    parser.add_argument("--io", default="epoll,io_uring", type=lambda text: text.split(","))
    parser.add_argument("--against", help="another checkout, packaged, instead of floor")
    args = parser.parse_args()
    unknown = set(args.only) - set(SUBJECTS)
    if unknown:
        parser.error("unknown subjects: " + ", ".join(sorted(unknown)))
    machine.build_native()
    if shutil.which("taskset") is None:
        sys.exit("bench: taskset is missing (util-linux)")
    for subject in dict.fromkeys(SUBJECTS[name] for name in SUBJECTS if name in args.only):
        subject.measure(args)


if __name__ == "__main__":
    main()
