#!/usr/bin/env python3
"""slow.py: the gateway in front of slow models. Plays customers (webhooks on a fixed schedule), the channel that takes the
replies, and a model's server that thinks for a while or never answers; runs build/countersign serve between them.

    tests/bench/slow.py steady [--rate 500] [--think 0.2] [--seconds 20] [--in-flight 160]
        every question goes to a model that takes `think` seconds: from webhook to delivered reply, beside the model's time
    tests/bench/slow.py hang [--rate 50] [--seconds 40]
        half of the questions are answered by articles; the other half go to a model that never answers

Prints one JSON line; `lost` must be 0, `not_by_ai` too where the model answers. Loopback only; the starter policies, but for the rule
that a person signs every answer without an article (such are a model's of its own)."""
import argparse, asyncio, hashlib, hmac, json, os, pathlib, shutil, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECRET = "bench-secret-of-the-slow-run"
KNOWN = "How long does standard delivery take?"
OTHER = "Could you tell me what happens with my returned jacket?"


async def read_request(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return head, await reader.readexactly(length)


def answer(body, status=b"200 OK"):
    return b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


class World:
    """The model's server and the channel's receiving end."""

    def __init__(self, think):
        self.think, self.arrived, self.in_flight, self.most, self.thought = think, {}, 0, 0, []

    async def model(self, reader, writer):
        draft = json.dumps({"choices": [{"index": 0, "finish_reason": "stop",
                                         "message": {"role": "assistant", "content": "That depends on where you live."}}]}).encode()
        try:
            while True:
                await read_request(reader)
                begun = time.monotonic()
                self.in_flight += 1
                self.most = max(self.most, self.in_flight)
                if self.think is None:
                    await reader.read()  # until the gateway hangs up
                    self.in_flight -= 1
                    return
                await asyncio.sleep(self.think)
                writer.write(answer(draft))
                await writer.drain()
                self.in_flight -= 1
                self.thought.append(time.monotonic() - begun)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def channel(self, reader, writer):
        try:
            while True:
                _, body = await read_request(reader)
                said = json.loads(body)
                self.arrived.setdefault(said["conversation"], (time.monotonic(), said["written_by"]))
                writer.write(answer(b"{}"))
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()


class Customers:
    """Sends each webhook when it is due, over connections that are kept."""

    def __init__(self, port):
        self.port, self.free, self.due, self.refused = port, [], {}, 0

    async def say(self, name, text, due):
        body = json.dumps({"id": "e-" + name, "conversation": name, "customer": {"id": "u-" + name}, "text": text}).encode()
        at = str(int(time.time())).encode()
        mac = hmac.new(SECRET.encode(), at + b".in.shop." + body, hashlib.sha256).hexdigest().encode()
        reader, writer = self.free.pop() if self.free else await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"POST /channels/shop HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Countersign-Signature: t=%s,v1=%s\r\n"
                     b"Content-Length: %d\r\n\r\n%s" % (at, mac, len(body), body))
        head, _ = await read_request(reader)
        self.free.append((reader, writer))
        if b" 202 " in head.split(b"\r\n")[0] + b" ":
            self.due[name] = due
        else:
            self.refused += 1


def folder(options, model_port, channel_port):
    base = pathlib.Path(tempfile.mkdtemp(prefix="slow-bench-"))
    shutil.copytree(ROOT / "policies/starter", base / "policies")
    grounded = base / "policies/rules/15-grounded.yaml"
    grounded.write_text(grounded.read_text().replace("mode: enforce", "mode: paused"))
    (base / "knowledge").mkdir()
    (base / "knowledge/delivery.md").write_text("# " + KNOWN + "\n\nStandard delivery takes three to five working days.\n")
    gpt = ('  - {name: gpt, plugin: model.openai, budget: {in_flight: %d, deadline: 5 seconds}, settings: {base_url: '
           '"http://127.0.0.1:%d/v1", model: m, key: "${env:BENCH_KEY}"}}\n' % (options.in_flight, model_port))
    kb = "  - {name: kb, plugin: model.knowledge, settings: {folder: knowledge}}\n"
    (base / "c.yaml").write_text(
        "listen: 127.0.0.1:%d\ndata: data\npolicies: policies\nlog: {level: error}\nchannels:\n  - {name: shop, plugin: channel.webhook, "
        'budget: {in_flight: 32}, settings: {secret: "${env:BENCH_SECRET}", deliver_to: "http://127.0.0.1:%d/out"}}\nmodels:\n'
        % (options.port, channel_port) + (kb + gpt if options.what == "hang" else gpt))
    return base


def process(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    take = lambda key: int(next(l for l in status.splitlines() if l.startswith(key)).split()[1])
    ticks = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return take("Threads:"), take("VmRSS:"), (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def spread(values):
    values = sorted(values)
    at = lambda q: round(1000 * values[min(len(values) - 1, int(q * len(values)))], 1) if values else None
    return {"n": len(values), "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1)}


async def run(options):
    world = World(None if options.what == "hang" else options.think)
    model = await asyncio.start_server(world.model, "127.0.0.1", 0, backlog=1024)
    channel = await asyncio.start_server(world.channel, "127.0.0.1", 0, backlog=1024)
    port_of = lambda server: server.sockets[0].getsockname()[1]
    base = folder(options, port_of(model), port_of(channel))
    program = subprocess.Popen([str(options.program), "serve", "--config", str(base / "c.yaml")], stdout=subprocess.DEVNULL,
                               env=dict(os.environ, BENCH_SECRET=SECRET, BENCH_KEY="k"))
    customers = Customers(options.port)
    for _ in range(600):
        try:
            customers.free.append(await asyncio.open_connection("127.0.0.1", options.port))
            break
        except OSError:
            await asyncio.sleep(0.1)
    threads, rss, cpu = process(program.pid)
    start, sending, total = time.monotonic() + 0.2, [], int(options.rate * options.seconds)
    peak = [threads, rss]
    for i in range(total):
        due = start + i / options.rate
        wait = due - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        sending.append(asyncio.create_task(
            customers.say(f"c{i}", OTHER if options.what == "hang" and i % 2 == 0 else KNOWN, due)))
        if i % 200 == 0:
            peak = [max(a, b) for a, b in zip(peak, process(program.pid)[:2])]
    await asyncio.gather(*sending)
    until = time.monotonic() + 60
    while len(world.arrived) < len(customers.due) and time.monotonic() < until:
        await asyncio.sleep(0.1)
    used = process(program.pid)[2] - cpu
    took = lambda odd: [world.arrived[n][0] - d for n, d in customers.due.items() if n in world.arrived and int(n[1:]) % 2 in odd]
    result = {"what": options.what, "rate": options.rate, "sent": total, "refused": customers.refused,
              "lost": len(customers.due) - len(world.arrived), "in_flight_most": world.most,
              "threads": [threads, peak[0]], "rss_kb": [rss, peak[1]], "cpu_us_each": round(1e6 * used / total)}
    by_ai = sum(world.arrived[n][1] == "ai" for n in customers.due if n in world.arrived and (options.what == "steady" or int(n[1:]) % 2))
    result["not_by_ai"] = (total if options.what == "steady" else total // 2) - by_ai
    if options.what == "hang":
        result["answered_by_articles"], result["handed_to_a_person"] = spread(took({1})), spread(took({0}))
    else:
        result["model"], result["webhook_to_delivered"] = spread(world.thought), spread(took({0, 1}))
    program.terminate()
    program.wait()
    shutil.rmtree(base)
    print(json.dumps(result))
    return 1 if result["lost"] or result["refused"] or result["not_by_ai"] else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["steady", "hang"])
    parser.add_argument("--rate", type=float)
    parser.add_argument("--think", type=float, default=0.2)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--in-flight", type=int, dest="in_flight", default=160)
    parser.add_argument("--port", type=int, default=18499)
    parser.add_argument("--program", default=ROOT / "build/countersign")
    chosen = parser.parse_args()
    chosen.rate = chosen.rate or (50 if chosen.what == "hang" else 500)
    chosen.seconds = chosen.seconds or (40 if chosen.what == "hang" else 20)
    sys.exit(asyncio.run(run(chosen)))
