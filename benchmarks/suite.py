#!/usr/bin/env python3
"""Compares Fanfare with other servers, and writes Markdown, JSON and SVG charts. README.md has the rules.

    python3 benchmarks/suite.py                                     # everything; about 20 minutes
    python3 benchmarks/suite.py --peers fanfare-server,ws --rounds 1 --only deliveries,memory
    python3 benchmarks/suite.py --list

Installs and builds the peers from Maven, npm and the Python package index. Runs each one on a core of its own and the
load client on another, over the loopback interface with free ports. Skips a peer that cannot run here, with the reason.
Requires Linux, Python 3.11, gcc, Maven, JDK 25; Node.js for its peers; redis-server for Django Channels.
"""

import argparse
import os
import sys
import time

import machine
import peer
import phases
import report


def build(peers):
    """Returns the peers that can run with their versions, and the reasons for the others."""
    usable, versions, skipped = [], {}, {}
    for each in peers:
        print("building %s" % each.name, file=sys.stderr, flush=True)
        try:
            versions[each.name] = each.build()
            usable.append(each)
        except peer.Skipped as failure:
            skipped[each.name] = str(failure)
            print("skipped: %s" % failure, file=sys.stderr)
    return usable, versions, skipped


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", help="names of directories in peers/, separated by commas; default: all")
    parser.add_argument("--only", default=",".join(phases.PHASES), help="phases: " + ", ".join(phases.PHASES))
    parser.add_argument("--out", default=os.path.join(machine.HERE, "results"), help="directory of the report")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2, help="of a measured run")
    parser.add_argument("--warm-up", type=float, default=3, help="seconds before the measured runs of a server")
    parser.add_argument("--idle", type=int, default=10000, help="idle connections")
    parser.add_argument("--cores", default="0,1", help="of the server and of the load client")
    parser.add_argument("--list", action="store_true", help="lists the peers")
    chosen = parser.parse_args()
    unknown = set(chosen.only.split(",")) - set(phases.PHASES)
    if unknown:
        parser.error("unknown phases: " + ", ".join(sorted(unknown)))
    return chosen


def main():
    chosen = options()
    peers = peer.find(chosen.peers and chosen.peers.split(","))
    if chosen.list:
        print("\n".join("%-18s %s: %s" % (each.key, each.name, each.manifest["about"]) for each in peers))
        return
    cores = [int(core) for core in chosen.cores.split(",")]
    idle = min(chosen.idle, machine.raise_file_limit() - 200)
    machine.build_native()
    peers, versions, skipped = build(peers)
    if not peers:
        sys.exit("suite: no peer can run here")
    facts = machine.facts(cores)
    facts["command"] = "python3 benchmarks/suite.py " + " ".join(sys.argv[1:])
    results = report.Results(facts, versions, skipped, chosen.rounds)
    timing = phases.Timing(chosen.seconds, chosen.warm_up, idle)
    begin = time.monotonic()
    for number in range(chosen.rounds):
        for each in peers[number % len(peers):] + peers[:number % len(peers)]:
            seconds = time.monotonic() - begin
            print("round %d, %s (%.0f s)" % (number + 1, each.name, seconds), file=sys.stderr, flush=True)
            results.add(each.name, phases.measure(each, cores, timing, chosen.only.split(",")))
        facts["load average at the end"] = "%.1f" % os.getloadavg()[0]
        facts["duration"] = "%.0f s" % (time.monotonic() - begin)
        results.rounds = number + 1
        report.write(results, peers, chosen.out)
    print("the report is %s" % os.path.join(chosen.out, "report.md"))


if __name__ == "__main__":
    main()
