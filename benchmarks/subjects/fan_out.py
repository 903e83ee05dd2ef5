"""Fan-out and echo: pairs of a run of floor, or of another checkout, and a run of Fanfare."""

import os
import statistics

from launch import ECHO, FAN_OUT, cpu_us, fanfare, floor, head, load, row, spread, warm_up


def measure(args):
    scenarios = (FAN_OUT if "fan-out" in args.only else []) + (ECHO if "echo" in args.only else [])
    head("scenario", "io", "ratio to floor: median (quartiles)", "us per delivery", "floor", "deliveries/s", "pairs")
    for io in args.io:
        rounds(args, io, scenarios)


def rounds(args, io, scenarios):
    """Each round: a fresh JVM, warmed up, and for each scenario a run of floor and then one of Fanfare."""
    seen = {scenario[0]: [] for scenario in scenarios}
    for _ in range(args.rounds):
        other = fanfare(io, os.path.join(args.against, "benchmarks")) if args.against else floor()
        with other as reference, fanfare(io) as server:
            for warmed in [server, reference] if args.against else [server]:
                warm_up(warmed)
            for name, mode, path, floor_path, more in scenarios:
                timing = ["--warmup", 1, "--seconds", args.seconds]
                base = cpu_us(load(reference, mode, path if args.against else floor_path, *more, *timing))
                j = load(server, mode, path, *more, *timing)
                seen[name].append((cpu_us(j) / base, cpu_us(j), base, j["deliveries_per_s"]))
    for name, runs in seen.items():
        ratios, own, base, rates = zip(*runs)
        row(name, io, spread(ratios), statistics.median(own), statistics.median(base), int(statistics.median(rates)),
            len(runs))
