"""Publishing through the HTTP API of the push server."""

import statistics

from launch import CENTRIFUGE, JSON_MARK, cpu_us, head, load, push_server, quartiles, row

# subscribers, publications in flight, connections of the publisher
CASES = [(1, 64, 32), (100, 16, 16), (1000, 4, 4)]


def measure(args):
    """Each round: a fresh server, warmed up, then a run for each number of subscribers."""
    head("subscribers", "in flight", "publishes/s", "deliveries/s", "us of CPU per delivery: median (quartiles)",
         "publishes per core", "deliveries per core", "runs")
    seen = {case: [] for case in CASES}
    for _ in range(args.rounds):
        with push_server() as server:
            way = ["/connection/websocket", *JSON_MARK, *CENTRIFUGE,
                   "--http-publish", "http://127.0.0.1:%d/api/publish" % server.port,
                   "--http-header", "X-API-Key: key", "--http-body", '{"channel":"kept","data":%s}']
            for seconds in (6, args.seconds):  # the first run of each case is the warm-up
                for case in CASES:
                    subscribers, window, connections = case
                    j = load(server, "fanout", *way, "-n", subscribers, "--window", window,
                             "--http-conns", connections, "--warmup", 1, "--seconds", seconds)
                    seen[case].append((cpu_us(j), j["deliveries_per_s"]))
    for (subscribers, window, _), runs in seen.items():
        costs, rates = zip(*runs[1::2])
        low, mid, high = quartiles(costs)
        rate = statistics.median(rates)
        row(subscribers, window, int(rate / subscribers), int(rate), "%.2f (%.2f-%.2f)" % (mid, low, high),
            "**%s**" % format(int(1e6 / mid / subscribers), ","), "**%s**" % format(int(1e6 / mid), ","),
            len(costs))
