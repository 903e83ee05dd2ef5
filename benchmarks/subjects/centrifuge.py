"""Centrifuge clients compared with raw WebSockets, on one server."""

import statistics

from launch import CENTRIFUGE, FAN_OUT, JSON_MARK, PUBLISH, cpu_us, fanfare, head, load, row, spread
from subjects import idle


def measure(args):
    head("scenario", "io", "Centrifuge JSON to raw: median (quartiles)", "us per delivery", "raw", "pairs")
    for io in args.io:
        for name, mode, path, _, more in FAN_OUT[:2]:
            scenario(args, io, name, mode, path, more)
    idle.table(args, [("Centrifuge JSON, one recoverable subscription", "/connection/websocket", CENTRIFUGE)])


def scenario(args, io, name, mode, path, more):
    """Each round: a fresh JVM, warmed up both ways, then pairs of runs: raw, and Centrifuge clients with recovery."""
    seen = []
    ways = ([path, *more, *JSON_MARK], ["/connection/websocket", *more, *JSON_MARK, *CENTRIFUGE, *PUBLISH])
    for _ in range(args.rounds):
        with fanfare(io) as server:
            for way in ways:
                load(server, mode, *way, "--warmup", 1, "--seconds", 3)
            for _ in range(2):
                raw, sdk = (cpu_us(load(server, mode, *way, "--warmup", 1, "--seconds", args.seconds)) for way in ways)
                seen.append((sdk / raw, sdk, raw))
    ratios, sdk, raw = zip(*seen)
    row(name, io, spread(ratios), statistics.median(sdk), statistics.median(raw), len(seen))
