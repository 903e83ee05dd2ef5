"""What the suite measures on a server: the first seconds, deliveries at fixed rates and in closed loops, idle memory.

A run is a dictionary with the scenario, the figures of the load client, and `problem` if these are not usable.
"""

import json
import os
import subprocess

import machine
from peer import Server, Skipped

SUBSCRIBERS = 1000
CLOSED = {"1 in flight": ["--window", 1], "16 in flight": ["--window", 16]}
# Publications per second to 1,000 subscribers.
RATES = {"10,000 per second": ["--rate", 10], "40,000 per second": ["--rate", 40]}
CONNECTIONS = ["-n", 3000, "--connect-step", 1000, "--connect-rate", 3000]
PHASES = ("cold", "deliveries", "memory")


class Timing:
    """How long the runs last, and how many connections are idle."""

    def __init__(self, seconds, warm_up, idle):
        self.seconds, self.warm_up, self.idle = seconds, warm_up, idle


def load(server, client_core, mode, *options):
    """Runs the load client, and returns its figures with a count of everything that is not exact."""
    peer = server.peer.manifest
    command = [os.path.join(machine.BIN, "wsload"), mode, "--quiet", "--drain", 20, "--cpu", client_core,
               "--server-cpu", server.core, "--server-pid", server.pids(),
               "--url", "ws://127.0.0.1:%d%s" % (server.port, peer["path"]),
               *peer.get("client", []), *(peer.get("publish", []) if mode == "fanout" else []), *options]
    run = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if run.returncode not in (0, 1, 3) or not run.stdout:
        return {"problem": run.stderr.strip().splitlines()[-1] if run.stderr.strip() else "the load client failed"}
    figures = json.loads(run.stdout)
    if figures["connected"] < figures["n"]:
        figures["problem"] = "%d of %d connections" % (figures["connected"], figures["n"])
    elif figures.get("stalled"):
        figures["problem"] = "stalled"
    elif mode == "fanout" and figures["lost"] > figures["expected_total"] / 100:
        figures["problem"] = "overloaded: %d of %d deliveries lost" % (figures["lost"], figures["expected_total"])
    return figures


def spent(figures):
    """Adds the CPU time per delivery in us: of the server and ksoftirqd, and all of the core that was not idle."""
    if figures.get("deliveries"):
        figures["cpu_us"] = (figures["srv_cpu_s"] + sum(figures["ksoftirqd_s"])) * 1e6 / figures["deliveries"]
        figures["core_us"] = figures["core_busy_s"] * 1e6 / figures["deliveries"]
    return figures


def fan_out(server, client_core, scenario, *options):
    figures = spent(load(server, client_core, "fanout", "-n", SUBSCRIBERS, *options))
    return dict(figures, scenario=scenario)


def cold(peer, cores, timing):
    """The first seconds of a fresh server: start, 3,000 connections, then 12,000 deliveries per second."""
    with Server(peer, cores[0]) as server:
        figures = load(server, cores[1], "fanout", *CONNECTIONS, "--rate", 4, "--warmup", 0,
                       "--seconds", 2 * timing.seconds)
        return [dict(spent(figures), scenario="first seconds", start_s=server.start_s)]


def deliveries(peer, cores, timing):
    """A warmed-up server: closed loops, connections, then fixed rates."""
    runs = []
    with Server(peer, cores[0]) as server:
        fan_out(server, cores[1], "warm-up", "--window", 4, "--warmup", 0, "--seconds", timing.warm_up)
        lasting = ["--warmup", 0.5, "--seconds", timing.seconds]
        for scenario, options in CLOSED.items():
            runs.append(fan_out(server, cores[1], scenario, *options, *lasting))
        connects = load(server, cores[1], "idle", *CONNECTIONS, "--seconds", 0.2)
        runs.append(dict(connects, scenario="warm connections"))
        for scenario, options in RATES.items():
            if any(run.get("lost") for run in runs):
                runs.append({"scenario": scenario, "problem": "overloaded before"})
            else:
                runs.append(fan_out(server, cores[1], scenario, *options, *lasting))
    return runs


def memory(peer, cores, timing):
    """Idle, subscribed connections on a fresh server."""
    with Server(peer, cores[0]) as server:
        figures = load(server, cores[1], "idle", "-n", timing.idle, "--connect-rate", 2500, "--seconds", 2)
        return [dict(figures, scenario="idle memory")]


def measure(peer, cores, timing, phases):
    """Returns the runs of all phases; a phase that fails has one run with the problem."""
    runs = []
    for phase in phases:
        try:
            runs += {"cold": cold, "deliveries": deliveries, "memory": memory}[phase](peer, cores, timing)
        except Skipped as failure:
            runs.append({"scenario": phase, "problem": str(failure)})
    return runs
