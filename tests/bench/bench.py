"""Runs the bench in interleaved rounds and prints the table; started by run.sh. README.md says what the rows mean.

Servers run on the first CPU, the load and everything it talks to on the last. Each measure of a round starts its server afresh on
an empty data folder. Figures are medians [lowest-highest] over the rounds; ratios are taken within a round.
"""
import argparse
import hashlib
import hmac
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

import soak

SERVER_CPU, LOAD_CPU = (str(cpu) for cpu in (min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))))
SECRET = "bench-secret-0123456789"
CHAT_SECRET = "bench-chat-secret-0123456789abcdef"
WARMUP = 3.0  # seconds: the pattern automata are built as texts need them


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A program pinned to one CPU that listens on `port`; ended when the block is left."""

    def __init__(self, words, port, log, cpu=SERVER_CPU):
        self.words, self.port, self.log, self.cpu = words, port, log, cpu

    def __enter__(self):
        out = open(self.log, "ab")
        self.process = subprocess.Popen(["taskset", "-c", self.cpu] + self.words, stdout=out, stderr=out)
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit(f"bench: {self.words[0]} ended at once; see {self.log}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        sys.exit(f"bench: {self.words[0]} does not listen on {self.port}; see {self.log}")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def pid(self):
        return self.process.pid


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = os.path.join(options.build, "bench-run")
        self.number = 0
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.here = os.path.join(options.source, "tests", "bench")
        self.log = os.path.join(self.folder, "servers.log")

    def program(self, name):
        return os.path.join(self.options.build, name)

    def load(self, *words):
        command = ["taskset", "-c", LOAD_CPU, self.program("bench_load"), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit("bench: " + (done.stderr.strip() or "bench_load failed"))
        return {key: float(value) for key, value in (word.split("=") for word in done.stdout.split())}

    def common(self, port, pid, texts="messages.txt"):
        self.number += 1
        return ["--port", port, "--pid", pid, "--secret", SECRET, "--run", f"r{self.number}",
                "--texts", os.path.join(self.here, texts), "--seconds", self.options.seconds,
                "--warmup", min(WARMUP, self.options.seconds)]

    def policies(self, on):
        starter = os.path.join(self.options.source, "policies", "starter")
        if on:
            return starter
        bare = os.path.join(self.folder, "policies-off")
        if not os.path.isdir(bare):
            shutil.copytree(starter, bare)
            shutil.rmtree(os.path.join(bare, "rules"))
        return bare

    def configuration(self, port, sink, rules=True, limits=""):
        self.number += 1
        home = os.path.join(self.folder, f"home{self.number}")
        os.makedirs(home)
        path = os.path.join(home, "countersign.yaml")
        knowledge = os.path.join(self.options.source, "core", "app", "demo", "knowledge")
        with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as out:
            out.write(f"listen: 127.0.0.1:{port}\ndata: data\npolicies: {self.policies(rules)}\n"
                      f"channels:\n  - name: shop\n    plugin: channel.webhook\n    settings:\n"
                      f"      secret: \"${{file:secret}}\"\n      deliver_to: http://127.0.0.1:{sink}/inbox\n"
                      f"  - {{name: web, plugin: channel.webchat, settings: {{secret: \"${{file:chat}}\"}}}}\n"
                      f"helpdesk: {{plugin: helpdesk.desk}}\nmodels:\n"
                      f"  - {{name: kb, plugin: model.knowledge, settings: {{folder: {knowledge}}}}}\n"
                      f"log: {{level: warning}}\n{limits}")
        with open(os.open(os.path.join(home, "secret"), os.O_CREAT | os.O_WRONLY, 0o600), "w") as out:
            out.write(SECRET)
        with open(os.open(os.path.join(home, "chat"), os.O_CREAT | os.O_WRONLY, 0o600), "w") as out:
            out.write(CHAT_SECRET)
        return path

    def tokens(self, count):
        """Tokens of as many conversations of the web chat, as its page would have them; the file they stand in."""
        path = os.path.join(self.folder, "tokens")
        with open(path, "w") as out:
            for number in range(count):
                part = f"{number:032x}.{number:032x}.{int(time.time())}"
                mac = hmac.new(CHAT_SECRET.encode(), f"chat.web.{part}".encode(), hashlib.sha256).hexdigest()
                out.write(f"cw1.{part}.{mac}\n")
        return path

    def echo(self, *words):
        port = free_port()
        with Server([self.program("bench_echo"), str(port)], port, self.log) as server:
            return self.load(*self.common(port, server.pid), *words)

    def intake(self, *words, rules=True):
        port = free_port()
        # Nobody does the work here, so the limits on what is left undone would soon refuse everything.
        config = self.configuration(port, free_port(), rules, "limits: {backlog: 1000000, questions: 1000000}\n")
        with Server([self.program("bench_intake"), config], port, self.log) as server:
            return self.load(*self.common(port, server.pid), *words)

    def serve(self, *words, rules=True, texts="messages.txt"):
        port, sink = free_port(), free_port()
        config = self.configuration(port, sink, rules)
        with Server([self.program("countersign"), "serve", "--config", config], port, self.log) as server:
            return self.load(*self.common(port, server.pid, texts), "--sink", sink, *words)

    def road(self, *words, rules=True):
        return self.serve("--delivered", "--turns", 3, *words, rules=rules, texts="questions.txt")

    def upstream(self):
        sink = free_port()
        return Server([self.program("bench_load"), "--sink", str(sink)], sink, self.log, LOAD_CPU)

    def relay(self, *words):
        port = free_port()
        with self.upstream() as up:
            with Server([self.program("bench_relay"), str(port), "80", str(up.port)], port, self.log) as server:
                return self.load(*self.common(port, server.pid, "questions.txt"), *words)

    def direct(self, *words):
        with self.upstream() as up:
            return self.load(*self.common(up.port, 0), *words)

    def nginx(self, *words):
        port = free_port()
        with self.upstream() as up:
            with open(os.path.join(self.here, "nginx.conf.in")) as source:
                text = source.read().replace("RUN", self.folder).replace("PORT", str(port)).replace("SINK", str(up.port))
            path = os.path.join(self.folder, "nginx.conf")
            with open(path, "w") as out:
                out.write(text)
            with Server(["nginx", "-e", self.folder + "/nginx.err", "-c", path], port, self.log):
                return self.load(*self.common(port, 0), *words)

    def sync(self, *_):
        command = ["taskset", "-c", SERVER_CPU, self.program("bench_sync"), os.path.join(self.folder, "sync"), "500"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return {key: float(value) for key, value in (word.split("=") for word in done.stdout.split())}


IDLE = 5000
OPEN = ("--rate", 200, "--connections", 32)

# name: (what it runs, what it needs)
MEASURES = {
    "echo": lambda b: b.echo("--turns", 4),
    "intake": lambda b: b.intake("--turns", 4),
    "intake-new": lambda b: b.intake("--turns", 1),
    "intake-off": lambda b: b.intake("--turns", 4, rules=False),
    "relay": lambda b: b.relay("--turns", 3),
    "road": lambda b: b.road(),
    "sync": lambda b: b.sync(),
    "direct@200": lambda b: b.direct(*OPEN),
    "nginx@200": lambda b: b.nginx(*OPEN),
    "echo@200": lambda b: b.echo(*OPEN),
    "intake@200": lambda b: b.serve("--turns", 4, *OPEN),
}
ONCE = {
    "idle": lambda b: b.serve("--idle", IDLE, "--turns", 4),
    "idle-events": lambda b: b.serve("--idle", IDLE, "--turns", 4, "--idle-events", "--idle-path", "/chat/web/events",
                                     "--tokens", b.tokens(IDLE)),
    "overload": lambda b: overload(b),
    "soak": lambda b: soaked(b),
}


def overload(bench):
    """Twice of what the whole road carries, for two minutes (or as long as --overload says)."""
    sustained = bench.road()["rate"]
    seconds = bench.options.overload
    found = bench.serve("--rate", round(2 * sustained), "--connections", 256, "--seconds", seconds, "--warmup", 0,
                        "--drain", 120, texts="questions.txt")
    found["asked_rate"] = round(2 * sustained)
    return found


def soaked(bench):
    """A moderate rate for ten minutes (or as long as --soak says): is memory flat? Samples go to standard error."""
    port, sink = free_port(), free_port()
    config = bench.configuration(port, sink)
    with Server([bench.program("countersign"), "serve", "--config", config], port, bench.log) as server:
        with soak.Watch(server.pid, os.path.dirname(config), sys.stderr) as watch:
            found = bench.load(*bench.common(port, server.pid, "questions.txt"), "--sink", sink, "--turns", 3, "--rate",
                               bench.options.rate, "--connections", 16, "--seconds", bench.options.soak, "--warmup", 0, "--drain", 60)
    return {key: found[key] for key in ("rate", "p50", "p99", "undelivered", "doubled", "busy", "errors")} | watch.figures()


def spread(values):
    if not values:
        return ""
    middle = statistics.median(values)
    digits = 0 if middle >= 100 else 1
    return f"{middle:.{digits}f} [{min(values):.{digits}f}-{max(values):.{digits}f}]"


def ratio(found, upper, lower, key="rate"):
    pairs = zip(found.get(upper, []), found.get(lower, []))
    return [one[key] / other[key] for one, other in pairs if other[key] > 0]


def print_table(found):
    print(f"{'measure':<12} {'messages/s':>22} {'CPU us each':>20} {'p50 us':>20} {'p99 us':>22}  trouble")
    for name, rounds in found.items():
        if name == "sync":
            print(f"{name:<12} {'':>22} {'':>20} {spread([r['sync_p50'] for r in rounds]):>20} "
                  f"{spread([r['sync_p99'] for r in rounds]):>22}")
            continue
        half, most = ("d50", "d99") if name.startswith("road") else ("p50", "p99")
        trouble = {key: int(sum(r.get(key, 0) for r in rounds))
                   for key in ("busy", "other", "errors", "unsent", "starved", "given_up", "doubled")
                   + (("undelivered",) if name.startswith("road") else ())}
        print(f"{name:<12} {spread([r['rate'] for r in rounds]):>22} "
              f"{spread([r['cpu_us'] for r in rounds if 'cpu_us' in r]):>20} "
              f"{spread([r[half] for r in rounds]):>20} {spread([r[most] for r in rounds]):>22}  "
              + " ".join(f"{key}={count}" for key, count in trouble.items() if count))


def print_goals(found):
    def goal(text, values, wanted):
        if values:
            met = "met" if statistics.median(values) >= wanted else "NOT met"
            print(f"{text}: {statistics.median(values):.3f} [{min(values):.3f}-{max(values):.3f}], wanted {wanted}: {met}")

    print()
    goal("intake / echo, messages per second", ratio(found, "intake", "echo"), 0.35)
    goal("echo / intake, CPU each", ratio(found, "echo", "intake", "cpu_us"), 0.35)
    goal("road / relay, messages per second", ratio(found, "road", "relay"), 0.2)
    goal("relay / road, CPU each", ratio(found, "relay", "road", "cpu_us"), 0.2)
    if all(name in found for name in ("sync", "direct@200", "nginx@200", "intake@200")):
        def middle(name, key):
            return statistics.median(r[key] for r in found[name])
        added = middle("intake@200", "p50") - middle("direct@200", "p50")
        allowed = middle("nginx@200", "p50") - middle("direct@200", "p50") + 2 * middle("sync", "sync_p50") + 150
        print(f"added p50 at 200/s: {added:.0f} us, allowed {allowed:.0f} us (nginx added + 2 x sync + 150): "
              + ("met" if added <= allowed else "NOT met"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True, type=os.path.abspath)
    parser.add_argument("--source", required=True, type=os.path.abspath)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--overload", type=float, default=120)
    parser.add_argument("--soak", type=float, default=600, help="seconds")
    parser.add_argument("--rate", type=float, default=100, help="messages per second of the soak")
    parser.add_argument("--only", default="", help="names of measures, by commas")
    parser.add_argument("--smoke", action="store_true", help="one short round: does everything still run?")
    options = parser.parse_args()
    wanted = [name for name in options.only.split(",") if name]
    unknown = [name for name in wanted if name not in MEASURES and name not in ONCE]
    if unknown:
        sys.exit(f"bench: no measure is called {unknown[0]}; there are {' '.join([*MEASURES, *ONCE])}")
    if options.smoke:
        options.rounds, options.seconds = 1, 0.3
        wanted = wanted or ["echo", "intake", "relay", "road", "sync"]
    wanted = wanted or list(MEASURES)
    if shutil.which("nginx") is None:
        wanted = [name for name in wanted if name != "nginx@200"]
    bench = Bench(options)
    found = {name: [] for name in wanted if name in MEASURES}
    for number in range(options.rounds if found else 0):
        for name in found:
            found[name].append(MEASURES[name](bench))
        print(f"round {number + 1} of {options.rounds} done", file=sys.stderr)
    if found:
        print_table(found)
        print_goals(found)
    for name in [one for one in wanted if one in ONCE]:
        print(f"\n{name}: " + " ".join(f"{key}={value:g}" for key, value in ONCE[name](bench).items()))
    broken = [name for name, rounds in found.items() for one in rounds if name != "sync" and one["rate"] == 0]
    shutil.rmtree(bench.folder, ignore_errors=True)
    sys.exit(f"bench: nothing went through: {broken[0]}" if broken else 0)


main()
