"""The world around a gateway that is killed all the time: a customer side and a model server, both of which live on and
remember everything they were sent. Loopback only, any free port, nothing but the standard library."""
import hashlib
import hmac
import json
import os
import random
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
from outside import Outside

SECRETS = {'again': 'a-secret-of-again', 'asking': 'a-secret-of-asking'}
DRAFT = 'We will refund 50 EUR by Friday.'   # a promise: the starter policies hold it for a signature


class Request:
    """One whole delivery that the customer side read, and how it answered: 200, 422, 503 or "mute" (not at all)."""

    def __init__(self, channel, key, raw, how, signed):
        self.channel, self.key, self.raw, self.how, self.signed = channel, key, raw, how, signed
        self.body = json.loads(raw)


class CustomerSide(Outside):
    """How a delivery is answered stands in the conversation's name: fine-…, later-… (503 at first), mute-… (the
    connection is cut without an answer at first), never-… (refused for good)."""

    def __init__(self):
        super().__init__()
        self.requests, self.tried, self.broken = [], set(), []

    def post(self, handler, raw):
        channel, key = handler.path.rsplit('/', 1)[1], handler.headers['Idempotency-Key']
        try:
            manner = json.loads(raw)['conversation'].split('-', 1)[0]
        except (ValueError, KeyError):
            self.broken.append(raw)
            return handler.answer(422, {})
        stamp = dict(part.split('=', 1) for part in handler.headers['X-Countersign-Signature'].split(','))
        mac = hmac.new(SECRETS[channel].encode(), ('%s.out.%s.' % (stamp['t'], channel)).encode() + raw, hashlib.sha256)
        with self.lock:
            first = key not in self.tried
            self.tried.add(key)
            how = {'later': 503 if first else 200, 'mute': 'mute' if first else 200, 'never': 422}.get(manner, 200)
            # Kept before it is answered: an answer that a kill cuts off was given all the same.
            self.requests.append(Request(channel, key, raw, how, mac.hexdigest() == stamp['v1']))
        if how == 'mute':
            handler.close_connection = True
            return None
        return handler.answer(how, {})

    def by_key(self):
        with self.lock:
            found = {}
            for request in self.requests:
                found.setdefault(request.key, []).append(request)
            return found


class ModelServer(Outside):
    """Answers with a promise after some milliseconds; now and then it fails, or hangs up."""

    def __init__(self, seed):
        super().__init__()
        self.random, self.asked = random.Random(seed), 0

    def post(self, handler, raw):
        with self.lock:
            self.asked += 1
            pause, fate = self.random.uniform(0, 0.06), self.random.random()
        time.sleep(pause)
        if fate < 0.05:
            handler.close_connection = True
            return None
        if fate < 0.1:
            return handler.answer(500, {})
        return handler.answer(200, {'choices': [{'index': 0, 'finish_reason': 'stop',
                                                 'message': {'role': 'assistant', 'content': DRAFT}}]})


class Siem:
    """A syslog server that dies in a third of its connections, with bytes unread. What it read whole before is kept."""

    def __init__(self, seed):
        self.dice, self.lock = random.Random(seed), threading.Lock()
        self.read, self.deaths = [], 0   # ids, in the order in which they were read
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.to = 'syslog://127.0.0.1:%d' % self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.take, args=(connection,), daemon=True).start()

    def take(self, connection):
        with self.lock:
            mortal = self.dice.random() < 0.33
            life = self.dice.randrange(1, 60000) if mortal else sys.maxsize
        taken = b''
        with connection:
            while life > 0:
                try:
                    more = connection.recv(min(4096, life))
                except OSError:
                    return
                if not more:
                    return
                life -= len(more)
                taken = self.frames(taken + more)
            time.sleep(0.05)   # more comes, and nobody reads it
            with self.lock:
                self.deaths += 1

    def frames(self, taken):
        while b' ' in taken:
            length, rest = taken.split(b' ', 1)
            if len(rest) < int(length):
                break
            with self.lock:
                self.read.append(rest[:int(length)].split(b' id="', 1)[1].split(b'"', 1)[0].decode())
            taken = rest[int(length):]
        return taken
