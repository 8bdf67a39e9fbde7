"""A `countersign serve` in a folder of its own, with a customer side and a model server that record what they get.
Loopback only, any free port, nothing but the standard library. Used by road_test.py."""
import hashlib
import hmac
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
from outside import Outside

SECRET = 'a-secret-of-the-road'
ARTICLES = {
    'delivery.md': '# How long does delivery take?\n\nStandard delivery takes three to five working days.\n',
    'hours.md': "# What are your opening hours?\n\nWe are there from 8 to 18 o'clock, Monday to Friday.\n",
}


def until(what, seconds=60):
    """Asks again every few hundredths of a second until the answer is true; returns it."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError('it did not happen in %d s' % seconds)
        time.sleep(0.03)


class Listener(Outside):
    """Keeps the bodies and headers it was sent and answers as `answer(body)` says: (status, object)."""

    def __init__(self):
        self.seen = []
        self.answer = lambda body: (200, {})
        super().__init__()

    def post(self, handler, raw):
        body = json.loads(raw)
        self.seen.append((body, handler.headers))
        handler.answer(*self.answer(body))


def chat(text):
    return 200, {'choices': [{'index': 0, 'finish_reason': 'stop', 'message': {'role': 'assistant', 'content': text}}]}


class Process:
    def __init__(self, program, starter, model='knowledge', channels=''):
        self.program, self.model_kind, self.channels = program, model, channels
        self.port = 0
        self.folder = tempfile.mkdtemp(prefix='countersign-road-')
        self.customers, self.model = Listener(), Listener()
        self.policies = os.path.join(self.folder, 'policies')
        shutil.copytree(starter, self.policies, ignore=shutil.ignore_patterns('20-check-a-share.yaml'))  # drawn by lot
        os.mkdir(os.path.join(self.folder, 'knowledge'))
        for name, text in ARTICLES.items():
            self.write('knowledge/' + name, text)
        self.config = os.path.join(self.folder, 'countersign.yaml')
        self.log_path = os.path.join(self.folder, 'log')
        self.write_config()
        self.environment = {'PATH': os.environ.get('PATH', ''), 'ROAD_SECRET': SECRET, 'ROAD_KEY': 'k'}
        self.child = None

    def write(self, name, text):
        with open(os.path.join(self.folder, name), 'w', encoding='utf-8') as file:
            file.write(text)

    def write_config(self, more=''):
        models = {'knowledge': '{name: kb, plugin: model.knowledge, settings: {folder: knowledge}}',
                  'openai': '{name: gpt, plugin: model.openai, settings: {base_url: "%s/v1", model: m, key: "${env:ROAD_KEY}"}}'
                            % self.model.url}
        self.write('countersign.yaml', 'listen: 127.0.0.1:%d\ndata: data\npolicies: policies\nchannels:\n'
                   '  - {name: shop, plugin: channel.webhook, settings: {secret: "${env:ROAD_SECRET}", deliver_to: "%s/out"}}\n%s'
                   'helpdesk: {plugin: helpdesk.desk}\nmodels:\n  - %s\n%s' % (self.port, self.customers.url, self.channels, models[self.model_kind], more))

    def start(self):
        open(self.log_path, 'w', encoding='utf-8').close()
        with open(self.log_path, 'ab') as log:
            self.child = subprocess.Popen([self.program, 'serve', '--config', self.config], stdin=subprocess.DEVNULL,
                                          stdout=log, stderr=log, env=self.environment)
        self.port = int(until(self.listening))
        return self

    def stay_on_port(self):
        """Starts again where it is now: a page that is open finds it."""
        self.write_config()

    def listening(self):
        log = self.log()
        if self.child.poll() is not None:
            raise AssertionError('serve ended:\n' + log[-2000:])
        found = re.search(r'listening .*port=(\d+)', log)
        return found and found.group(1)

    def log(self):
        with open(self.log_path, encoding='utf-8', errors='replace') as file:
            return file.read()

    def kill(self, sig=signal.SIGKILL):
        self.child.send_signal(sig)
        return self.child.wait(30)

    def close(self):
        if self.child and self.child.poll() is None:
            self.kill()
        self.customers.close()
        self.model.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words, token=None):
        """The command line, against the running server; gives exit code, output, errors."""
        environment = dict(self.environment, COUNTERSIGN_TOKEN=token) if token else self.environment
        done = subprocess.run([self.program, *words, '--config', self.config], capture_output=True, text=True, timeout=60,
                              env=environment, check=False)
        return done.returncode, done.stdout, done.stderr

    def token(self, user, role):
        code, out, err = self.run('token', 'create', '--user', user, '--role', role)
        assert code == 0, err
        return out.strip()

    def http(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            raw = answer.read()
            return answer.status, json.loads(raw) if raw else {}
        finally:
            connection.close()

    def api(self, token, method, path, payload=None):
        body = None if payload is None else json.dumps(payload)
        return self.http(method, '/api/v1' + path, body, {'Authorization': 'Bearer ' + token})

    def say(self, conversation, text, event=None, customer=None):
        body = json.dumps({'id': event or uuid.uuid4().hex, 'conversation': conversation, 'text': text,
                           'customer': {'id': customer or 'customer of ' + conversation, 'locale': 'en'}})
        at = int(time.time())
        mac = hmac.new(SECRET.encode(), ('%d.in.shop.%s' % (at, body)).encode(), hashlib.sha256).hexdigest()
        return self.http('POST', '/channels/shop', body, {'X-Countersign-Signature': 't=%d,v1=%s' % (at, mac)})

    def got(self, conversation=None, by=None):
        """What customers were sent: (body, headers) of one conversation, by one author."""
        return [(body, headers) for body, headers in list(self.customers.seen)
                if conversation in (None, body['conversation']) and by in (None, body['written_by'])]
