"""Who uses the gateway while it is being killed: customers' channels that send until they have their 202, and a reviewer
who signs. Each keeps what was acknowledged to it. Used by crash_test.py only."""
import hashlib
import hmac
import http.client
import json
import random
import threading
import time

import world

TEXTS = [('How long does standard delivery take?', 45), ('What are your opening hours?', 10),
         ('Could you tell me what happens with my returned jacket?', 20), ('I want to talk to a real person please.', 10),
         ('You are all thieves and I am furious!!!', 5), ('Are you real?', 10)]
MANNERS = [('fine', 70), ('later', 10), ('mute', 15), ('never', 5)]
BROKEN = (OSError, http.client.HTTPException, ValueError)


def pick(dice, choices):
    return dice.choices([one for one, _ in choices], [weight for _, weight in choices])[0]


class Event:
    def __init__(self, number, channel, conversation, text):
        self.channel, self.conversation = channel, conversation
        self.body = json.dumps({'id': 'e-%d' % number, 'conversation': conversation, 'text': text,
                                'customer': {'id': 'customer of ' + conversation, 'locale': 'en'}})
        self.message = None   # our id, once it was acknowledged
        self.answers = []

    def headers(self):
        at = int(time.time())
        mac = hmac.new(world.SECRETS[self.channel].encode(), ('%d.in.%s.%s' % (at, self.channel, self.body)).encode(), hashlib.sha256)
        return {'X-Countersign-Signature': 't=%d,v1=%s' % (at, mac.hexdigest())}


class Ledger:
    """What was acknowledged, and every answer that should not have been."""

    def __init__(self):
        self.lock = threading.Lock()
        self.events, self.wrong, self.signed = [], [], {}
        self.numbers, self.allowed, self.refused = 0, 0, 0

    def blame(self, text):
        with self.lock:
            self.wrong.append(text)

    def permit(self, messages):
        with self.lock:
            self.allowed = messages

    def next_number(self):
        with self.lock:
            if self.allowed <= 0:
                return None
            self.allowed -= 1
            self.numbers += 1
            return self.numbers

    def heard(self, event, status, answer):
        """An answer to an event: the first 202 is a promise, every later one must repeat it."""
        if status != 202:
            return
        with self.lock:
            if event.message is None:
                event.message = answer['message']
                self.events.append(event)
            elif (event.message, True) != (answer['message'], answer['duplicate']):
                self.wrong.append('%s was acknowledged as %s and later answered %s' % (event.body[:20], event.message, answer))


class Caller(threading.Thread):
    """A thread with a connection of its own that is made again whenever the gateway died."""

    def __init__(self, gateway, ledger, seed):
        super().__init__(daemon=True)
        self.gateway, self.ledger, self.dice = gateway, ledger, random.Random(seed)
        self.connection, self.on, self.stopping = None, None, threading.Event()

    def ask(self, method, path, body=None, headers=None):
        """One exchange; None when the gateway is down or died during it."""
        port = self.gateway.address()
        if port is None:
            return None
        try:
            if self.connection is None or self.on != port:
                self.connection, self.on = self.gateway.connect(port), port
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
            raw = answer.read()
            return answer.status, json.loads(raw) if raw else {}
        except BROKEN:
            self.connection = None
            return None

    def post(self, event):
        return self.ask('POST', '/channels/' + event.channel, event.body, event.headers())


class Customer(Caller):
    def run(self):
        last = None
        while not self.stopping.is_set():
            number = self.ledger.next_number()
            if number is None:
                time.sleep(0.01)
                continue
            if last is None or self.dice.random() < 0.7:
                name = '%s-%d' % (pick(self.dice, MANNERS), number)
                last = (self.dice.choice(['again', 'asking']), name)
            event = Event(number, *last, pick(self.dice, TEXTS))
            self.insist(event)
            if event.message and self.dice.random() < 0.1:   # channels repeat themselves
                answer = self.post(event)
                if answer:
                    self.ledger.heard(event, *answer)

    def insist(self, event):
        while not self.stopping.is_set():
            answer = self.post(event)
            if answer is None:
                continue
            self.ledger.heard(event, *answer)
            if answer[0] == 202:
                return
            if answer[0] not in (409, 429, 503):
                return self.ledger.blame('%s was answered %s %s' % (event.body[:20], *answer))
            with self.ledger.lock:
                self.ledger.refused += 1
            time.sleep(0.02)


class Reviewer(Caller):
    def __init__(self, gateway, ledger, seed, token):
        super().__init__(gateway, ledger, seed)
        self.headers = {'Authorization': 'Bearer ' + token}

    def run(self):
        while not self.stopping.is_set():
            listed = self.ask('GET', '/api/v1/reviews?state=waiting', None, self.headers)
            for review in (listed[1].get('reviews', []) if listed and listed[0] == 200 else [])[:5]:
                if self.dice.random() < 0.7:
                    self.sign(review)
            time.sleep(0.05)

    def sign(self, review):
        for _ in range(3):
            answer = self.ask('POST', '/api/v1/reviews/%s/approve' % review['id'], json.dumps({'digest': review['digest']}), self.headers)
            if answer is None:
                return
            if answer[0] == 200:
                if answer[1].get('state') != 'waiting':   # it may still want another signature
                    with self.ledger.lock:
                        self.ledger.signed[review['id']] = review['message']
                return
            if answer[0] != 409 or 'digest' not in answer[1]:
                return
            review = answer[1]
