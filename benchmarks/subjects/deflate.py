"""Compression: the fan-out to clients that offer it, compared with clients that do not, on one server."""

import statistics
import sys

from launch import ECHO, FAN_OUT, cpu_us, fanfare, head, kibibyte, load, row, spread

OFFER = ["--header", "Sec-WebSocket-Extensions: permessage-deflate"]


def measure(args):
    head("scenario", "io", "compressed to plain: median (quartiles)", "us per delivery", "plain", "bytes", "plain",
         "pairs")
    for io in args.io:
        for name, mode, path, _, more in FAN_OUT[:2] + ECHO[1:]:
            scenario(args, io, name, [mode, path, *more])


def scenario(args, io, name, way):
    """Each round: a fresh JVM, warmed up both ways, then pairs of runs without and with an offer of compression."""
    seen = []
    for _ in range(args.rounds):
        with fanfare(io) as server:
            for offer in ([], OFFER):
                load(server, *way, *kibibyte(), *offer, "--warmup", 1, "--seconds", 3)
            for _ in range(2):
                timing = ["--warmup", 1, "--seconds", args.seconds, *kibibyte()]
                a, b = load(server, *way, *timing), load(server, *way, *timing, *OFFER)
                if a["compressed"] or b["compressed"] < b["frames"] * 0.99:
                    sys.exit("bench: compressed %d of %d frames" % (b["compressed"], b["frames"]))
                sizes = tuple(int(j["bytes"] / j["deliveries"]) for j in (b, a))
                seen.append((cpu_us(b) / cpu_us(a), cpu_us(b), cpu_us(a), *sizes))
    ratios, compressed, plain, *sizes = zip(*seen)
    row(name + ", 1 KiB", io, spread(ratios), statistics.median(compressed), statistics.median(plain), sizes[0][0],
        sizes[1][0], len(seen))
