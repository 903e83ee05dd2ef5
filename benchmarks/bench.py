#!/usr/bin/env python3
"""Compares Fanfare with benchmarks/native/floor.c in alternating pairs, and prints Markdown.

    mvn -q -pl benchmarks -am package -DskipTests
    python3 benchmarks/bench.py [--rounds 5] [--seconds 3] [--only fan-out,echo,idle,deflate,tls,centrifuge] [--io epoll,io_uring]
    python3 benchmarks/bench.py --only api      # requires a build with -pl benchmarks,cli
    python3 benchmarks/bench.py --against OTHER/CHECKOUT --only fan-out,echo   # ratios to the other checkout, which must be built as well

`deflate` compares the fan-out to clients that offer compression with the fan-out to clients that do not, on one server. `centrifuge`
compares Centrifuge clients with raw WebSockets. `api` publishes through the HTTP API of the push server. `tls` measures, in turn, a
server without TLS, one with the TLS of the JDK and one with OpenSSL.
Requires gcc, the header of zlib for `deflate`, and the headers of OpenSSL for `tls`. The server runs on CPU 0, the client on CPU 1,
and all traffic is on the loopback interface. Every ratio is the CPU time per delivery (server and ksoftirqd), divided by that of
`floor send` in the preceding run.
"""
import argparse, contextlib, glob, json, os, random, re, shutil, signal, socket, statistics, subprocess, sys, time, urllib.request, urllib.error

HERE = os.path.dirname(os.path.abspath(__file__))
NATIVE = os.path.join(HERE, "native")
BIN = os.path.join(NATIVE, "bin")
PORT = 9001
FLAGS = ["-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
# name, mode, path, path of floor, further options of the load client
FAN_OUT = [("fan-out to %s, %d in flight" % (format(n, ","), window), "fanout", "/ws/%d", "/ws/%d", ["-n", n, "--window", window])
           for n in (1000, 10000) for window in (1, 16)]
ECHO = [("echo of 100 through virtual threads", "echo", "/echo", "/echo", ["-n", 100, "--window", 1]),
        ("echo of 100 on the loop", "echo", "/echo-loop", "/echo", ["-n", 100, "--window", 1])]
OFFER = ["--header", "Sec-WebSocket-Extensions: permessage-deflate"]
# The commands of a Centrifuge SDK: connect, subscribe with recovery, publish.
JSON_MARK = ["--marker", '"ts":']
CENTRIFUGE = ["--send", '{"id":1,"connect":{}}', "--send", '{"id":2,"subscribe":{"channel":"kept"}}', "--ready-on", '"subscribe"', "--json-ping", "{}"]
PUBLISH = ["--template", '{"id":3,"publish":{"channel":"kept","data":%s}}']
IDLE = [("direct", "/direct/%d"), ("socket handler", "/handler/%d"), ("function", "/ws/%d")]


def java_home():
    homes = [os.environ.get("JAVA_HOME", "")] + sorted(glob.glob("/usr/lib/jvm/*"))
    for home in homes:
        java = os.path.join(home, "bin", "java")
        if os.access(java, os.X_OK):
            text = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
            found = re.search(r'version "(\d+)', text)
            if found and int(found.group(1)) >= 25:
                return home
    sys.exit("bench: no JDK 25 or newer in JAVA_HOME or /usr/lib/jvm")


def build_native():
    os.makedirs(BIN, exist_ok=True)
    zlib = ["-DZLIB", "-lz"] if os.path.exists("/usr/include/zlib.h") else []
    openssl = ["-DTLS", "-lssl", "-lcrypto"] if os.path.exists("/usr/include/openssl/ssl.h") else []
    for name, flags in (("wsload", zlib + openssl), ("floor", ["-DNO_URING"])):
        source, binary = os.path.join(NATIVE, name + ".c"), os.path.join(BIN, name)
        if not os.path.exists(binary) or os.path.getmtime(binary) < os.path.getmtime(source):
            subprocess.run(["gcc", "-O2", "-Wall", "-o", binary, source] + flags, check=True)


class Server:
    def __init__(self, port, command, scheme="ws"):
        self.port, self.scheme = port, scheme
        self.process = subprocess.Popen(["taskset", "-c", "0"] + command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        for _ in range(1200):
            try:
                if self.scheme == "wss":
                    return socket.create_connection(("127.0.0.1", self.port), 1).close() or self
                urllib.request.urlopen("http://127.0.0.1:%d/" % self.port, timeout=1)
            except urllib.error.HTTPError:
                return self
            except (urllib.error.URLError, ConnectionError, OSError) as e:
                if "refused" not in str(e):
                    return self  # floor closes connections without a handshake
            time.sleep(0.05)
        sys.exit("bench: the server does not listen")

    def __exit__(self, *ignored):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def floor():
    return Server(PORT + 1, [os.path.join(BIN, "floor"), str(PORT + 1), "send"])


def fanfare(io, home=HERE, port=None, tls=[]):
    port = port or PORT
    jars = os.path.join(home, "target", "*") + ":" + os.path.join(home, "target", "lib", "*")
    return Server(port, [os.path.join(java_home(), "bin", "java")] + FLAGS + ["-cp", jars, "dev.fanfare.benchmarks.BenchServer", str(port), io] + tls, "wss" if tls else "ws")


def load(server, mode, path, *more):
    command = [os.path.join(BIN, "wsload"), mode, "--cpu", "1", "--url", "%s://127.0.0.1:%d%s" % (server.scheme, server.port, path), "--server-pid", str(server.process.pid), "--quiet"] + [str(m) for m in more]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit("bench: %s\nended with %d: %s%s" % (" ".join(command), run.returncode, run.stdout, run.stderr))
    j = json.loads(run.stdout)
    # Several connections publish over HTTP at the same time, in no defined order.
    ordered = ("order_violations", "gaps") if "--http-publish" not in command else ()
    wrong = {key: j[key] for key in ("extra", "unknown", "http_err", *ordered) if j.get(key)}
    if wrong:
        sys.exit("bench: %s\nsaw %s" % (" ".join(command), wrong))
    return j


def cpu_us(j):
    return (j["srv_cpu_s"] + sum(j["ksoftirqd_s"])) * 1e6 / j["deliveries"]


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0], values[0]
    q = statistics.quantiles(values, n=4, method="inclusive")
    return q[0], q[1], q[2]


def warm_up(server, more=[]):
    for mode, path, connections in (("fanout", "/ws/%d", ["-n", 1000, "--window", 4]), ("echo", "/echo", ["-n", 100]), ("echo", "/echo-loop", ["-n", 100])):
        load(server, mode, path, *connections, *more, "--warmup", 1, "--seconds", 3)


def kibibyte():
    """Returns JSON of 1 KiB around the 128 bytes of the load client, similar to an update of a dashboard."""
    numbers, rows = random.Random(1), ""
    while len(rows) < 830:
        rows += '{"symbol":"%s","bid":%.2f,"ask":%.2f,"volume":%d},' % ("".join(numbers.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=4)), numbers.uniform(10, 500), numbers.uniform(10, 500), numbers.randrange(100000))
    return ["--template", ('{"type":"quotes","rows":[' + rows)[:1024 - 128 - 13] + '"],"mark":"%s"}']


TLS_SIZES = {"128 bytes": lambda: [], "1 KiB": kibibyte}


def deflate(args, io):
    """Each round: a fresh JVM, warmed up both ways, then pairs of runs without and with an offer of compression."""
    for name, mode, path, _, more in FAN_OUT[:2] + ECHO[1:]:
        ratios, plain, compressed, sizes = [], [], [], []
        for _ in range(args.rounds):
            with fanfare(io) as server:
                for offer in ([], OFFER):
                    load(server, mode, path, *more, *kibibyte(), *offer, "--warmup", 1, "--seconds", 3)
                for _ in range(2):
                    timing = ["--warmup", 1, "--seconds", args.seconds, *kibibyte()]
                    a = load(server, mode, path, *more, *timing)
                    b = load(server, mode, path, *more, *timing, *OFFER)
                    if a["compressed"] or b["compressed"] < b["frames"] * 0.99:
                        sys.exit("bench: compressed %d of %d frames" % (b["compressed"], b["frames"]))
                    plain.append(cpu_us(a)), compressed.append(cpu_us(b)), ratios.append(compressed[-1] / plain[-1])
                    sizes.append((a["bytes"] / a["deliveries"], b["bytes"] / b["deliveries"]))
        low, mid, high = quartiles(ratios)
        print("| %s, 1 KiB | %s | **%.2f** (%.2f-%.2f) | %.2f | %.2f | %d | %d | %d |" % (name, io, mid, low, high, statistics.median(compressed),
              statistics.median(plain), sizes[0][1], sizes[0][0], len(ratios)), flush=True)


def centrifuge(args, io):
    """Each round: a fresh JVM, warmed up both ways, then pairs of runs of raw WebSockets and of Centrifuge clients with recovery."""
    for name, mode, path, _, more in FAN_OUT[:2]:
        ratios, raw, sdk = [], [], []
        for _ in range(args.rounds):
            with fanfare(io) as server:
                ways = ([path, *more, *JSON_MARK], ["/connection/websocket", *more, *JSON_MARK, *CENTRIFUGE, *PUBLISH])
                for way in ways:
                    load(server, mode, *way, "--warmup", 1, "--seconds", 3)
                for _ in range(2):
                    a, b = (cpu_us(load(server, mode, *way, "--warmup", 1, "--seconds", args.seconds)) for way in ways)
                    raw.append(a), sdk.append(b), ratios.append(b / a)
        low, mid, high = quartiles(ratios)
        print("| %s | %s | **%.2f** (%.2f-%.2f) | %.2f | %.2f | %d |" % (name, io, mid, low, high, statistics.median(sdk), statistics.median(raw), len(ratios)), flush=True)


API = [(1, 64, 32), (100, 16, 16), (1000, 4, 4)]


def push_server(port=PORT, more={}):
    home = os.path.join(HERE, "..", "cli")
    jars = os.path.join(home, "target", "*") + ":" + os.path.join(home, "target", "lib", "*")
    settings = {"http-server.address": "127.0.0.1", "http-server.port": port, "http-api.key": "key", "client.insecure": "true", "log-level": "error"}
    settings |= more
    command = [os.path.join(java_home(), "bin", "java")] + FLAGS + ["-cp", jars, "dev.fanfare.cli.Main", "serve"]
    return Server(port, command + [part for key, value in settings.items() for part in ("--set", "%s=%s" % (key, value))])


def api(args):
    """Each round: a fresh server, warmed up, then a run for each number of subscribers."""
    way = ["/connection/websocket", *JSON_MARK, *CENTRIFUGE, "--http-publish", "http://127.0.0.1:%d/api/publish" % PORT,
           "--http-header", "X-API-Key: key", "--http-body", '{"channel":"kept","data":%s}']
    seen = {case: [] for case in API}
    for _ in range(args.rounds):
        with push_server() as server:
            for timing in (["--warmup", 1, "--seconds", 6], ["--warmup", 1, "--seconds", args.seconds]):
                for case in API:
                    subscribers, window, connections = case
                    j = load(server, "fanout", *way, "-n", subscribers, "--window", window, "--http-conns", connections, *timing)
                    if timing[-1] == args.seconds:
                        seen[case].append((cpu_us(j), j["deliveries_per_s"] / subscribers, j["deliveries_per_s"]))
    for (subscribers, window, connections), runs in seen.items():
        low, mid, high = quartiles([run[0] for run in runs])
        print("| %s | %d | %s | %s | %.2f (%.2f-%.2f) | **%s** | **%s** | %d |" % (
            format(subscribers, ","), window, format(int(statistics.median(run[1] for run in runs)), ","), format(int(statistics.median(run[2] for run in runs)), ","),
            mid, low, high, format(int(1e6 / mid / subscribers), ","), format(int(1e6 / mid), ","), len(runs)), flush=True)


def tls(args, io):
    """Each round: fresh JVMs without TLS and with each provider, warmed up, then runs of each in turn."""
    chain, key = os.path.join(BIN, "chain.pem"), os.path.join(BIN, "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=localhost",
                    "-keyout", key, "-out", chain], check=True, capture_output=True)
    providers = ("jdk", "openssl")
    seen = {(name, size, provider): [] for name, *_ in FAN_OUT[:2] for size in TLS_SIZES for provider in providers}
    for _ in range(args.rounds):
        with contextlib.ExitStack() as stack:
            plain = stack.enter_context(fanfare(io))
            secure = [stack.enter_context(fanfare(io, port=PORT + 1 + i, tls=["tls", provider, chain, key])) for i, provider in enumerate(providers)]
            for server in [plain] + secure:
                for _, mode, path, _, more in FAN_OUT[:2]:
                    load(server, mode, path, *more, "--warmup", 1, "--seconds", 3)
            for name, mode, path, _, more in FAN_OUT[:2]:
                for size, text in TLS_SIZES.items():
                    base, *encrypted = (cpu_us(load(server, mode, path, *more, *text(), "--warmup", 1, "--seconds", args.seconds)) for server in [plain] + secure)
                    for provider, cost in zip(providers, encrypted):
                        seen[name, size, provider].append((cost / base, cost, base))
    for (name, size, provider), runs in seen.items():
        low, mid, high = quartiles([run[0] for run in runs])
        print("| %s, %s | %s | %s | **%.2f** (%.2f-%.2f) | %.2f | %.2f | %d |" % (name, size, {"jdk": "JDK", "openssl": "OpenSSL"}[provider], io, mid, low, high,
              statistics.median(run[1] for run in runs), statistics.median(run[2] for run in runs), len(runs)), flush=True)


def rounds(args, io, scenarios):
    """Each round: a fresh JVM, warmed up, and for each scenario a run of floor and then one of Fanfare."""
    seen = {scenario[0]: [] for scenario in scenarios}
    for _ in range(args.rounds):
        with fanfare(io, os.path.join(args.against, "benchmarks"), PORT + 1) if args.against else floor() as reference, fanfare(io) as server:
            for warmed in [server, reference] if args.against else [server]:
                warm_up(warmed)
            for name, mode, path, floor_path, more in scenarios:
                timing = ["--warmup", 1, "--seconds", args.seconds]
                base = cpu_us(load(reference, mode, path if args.against else floor_path, *more, *timing))
                j = load(server, mode, path, *more, *timing)
                seen[name].append((cpu_us(j) / base, cpu_us(j), base, j["deliveries_per_s"]))
    for name, runs in seen.items():
        low, mid, high = quartiles([run[0] for run in runs])
        print("| %s | %s | **%.2f** (%.2f-%.2f) | %.2f | %.2f | %s | %d |" % (
            name, io, mid, low, high, statistics.median(run[1] for run in runs), statistics.median(run[2] for run in runs),
            format(int(statistics.median(run[3] for run in runs)), ","), len(runs)), flush=True)


def live_heap(pid):
    out = subprocess.run([os.path.join(java_home(), "bin", "jcmd"), str(pid), "GC.class_histogram"], capture_output=True, text=True).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)", out, re.M).group(1))


def idle(args, name, path, io, n=10000, says=[]):
    heaps, rss = [], []
    for _ in range(max(1, args.rounds // 2)):
        with fanfare(io) as server:
            load(server, "idle", path, "-n", 200, *says, "--seconds", 1)  # classes are loaded, the first buffers exist
            before = live_heap(server.process.pid)
            client = subprocess.Popen([os.path.join(BIN, "wsload"), "idle", "--cpu", "1", "--url", "ws://127.0.0.1:%d%s" % (PORT, path),
                                       "-n", str(n), *says, "--seconds", "12", "--server-pid", str(server.process.pid), "--quiet"],
                                      stdout=subprocess.PIPE, text=True)
            time.sleep(9)
            heaps.append((live_heap(server.process.pid) - before) / n)
            out, _ = client.communicate()
            j = json.loads(out)
            assert j["connected"] == n, j
            rss.append(j["rss_bytes_per_conn"])
    print("| %s | %s | %s | %s | %d |" % (name, io, format(int(statistics.median(heaps)), ","), format(int(statistics.median(rss)), ","), len(heaps)), flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--seconds", type=float, default=3)
    p.add_argument("--only", default="fan-out,echo,idle")
    p.add_argument("--io", default="epoll,io_uring")
    p.add_argument("--port", type=int, default=PORT, help="and the next two")
    p.add_argument("--against", help="another checkout, packaged, instead of floor")
    args = p.parse_args()
    globals()["PORT"] = args.port
    build_native()
    if shutil.which("taskset") is None:
        sys.exit("bench: taskset is missing (util-linux)")
    only, ios = args.only.split(","), args.io.split(",")
    if "fan-out" in only or "echo" in only:
        print("| scenario | io | ratio to floor: median (quartiles) | us per delivery | floor | deliveries/s | pairs |\n|---|---|---|---|---|---|---|")
    scenarios = (FAN_OUT if "fan-out" in only else []) + (ECHO if "echo" in only else [])
    for io in ios if scenarios else []:
        rounds(args, io, scenarios)
    if "deflate" in only:
        print("\n| scenario | io | compressed to plain: median (quartiles) | us per delivery | plain | bytes | plain | pairs |\n|---|---|---|---|---|---|---|---|")
        for io in ios:
            deflate(args, io)
    if "tls" in only:
        print("\n| scenario | provider | io | TLS to plain: median (quartiles) | us per delivery | plain | runs |\n|---|---|---|---|---|---|---|")
        for io in ios:
            tls(args, io)
    if "centrifuge" in only:
        print("\n| scenario | io | Centrifuge JSON to raw: median (quartiles) | us per delivery | raw | pairs |\n|---|---|---|---|---|---|")
        for io in ios:
            centrifuge(args, io)
        print("\n| idle connection, 10,000 of them | io | live heap, bytes | RSS, bytes | runs |\n|---|---|---|---|---|")
        for io in ios:
            idle(args, "Centrifuge JSON, one recoverable subscription", "/connection/websocket", io, says=CENTRIFUGE)
    if "api" in only:
        print("\n| subscribers | in flight | publishes/s | deliveries/s | us of CPU per delivery: median (quartiles) | publishes per core | deliveries per core | runs |\n|---|---|---|---|---|---|---|---|")
        api(args)
    if "idle" in only:
        print("\n| idle connection, 10,000 of them | io | live heap, bytes | RSS, bytes | runs |\n|---|---|---|---|---|")
        for io in ios:
            for name, path in IDLE:
                idle(args, name, path, io)


if __name__ == "__main__":
    main()
