"""`countersign serve` in a folder of its own, started and killed again and again. Used by crash_test.py and disk_test.py."""
import http.client
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import world

ARTICLES = {
    'delivery.md': '# How long does delivery take?\n\nStandard delivery takes three to five working days.\n',
    'hours.md': "# What are your opening hours?\n\nWe are there from 8 to 18 o'clock, Monday to Friday.\n",
}
RULE = ('policy: Attempts to steer the AI, once more in version {0}\nid: crash-test\nversion: {0}\nowner: o@example.com\n'
        'why: [house_rule]\nmode: enforce\nat: arrival\nmust:\n  - not_contain: {{finding: [prompt_injection]}}\n'
        'if_not: give_to_a_person\ngive_to: {{queue: support, priority: normal}}\nsay: hand-over\nexamples:\n'
        '  - given: {{finding: prompt_injection}}\n    expect: give_to_a_person\n')


class Gateway:
    def __init__(self, program, starter, customers, model, more='', inside=()):
        self.program, self.inside = program, list(inside)
        self.folder = tempfile.mkdtemp(prefix='countersign-crash-')
        self.log_path = os.path.join(self.folder, 'log')
        self.notice = os.path.join(self.folder, 'policies', 'notices', 'ai-notice.yaml')
        shutil.copytree(starter, os.path.join(self.folder, 'policies'), ignore=shutil.ignore_patterns('20-check-a-share.yaml'))  # by lot
        os.mkdir(os.path.join(self.folder, 'knowledge'))
        for name, text in ARTICLES.items():
            self.write('knowledge/' + name, text)
        channel = '  - {name: %s, plugin: channel.webhook, kind: webchat, when_unknown: %s, settings: {secret: "${env:%s}", deliver_to: "%s/%s"}}\n'
        self.write('countersign.yaml', 'listen: 127.0.0.1:0\ndata: data\npolicies: policies\nchannels:\n' +
                   channel % ('again', 'resend', 'AGAIN', customers.url, 'again') +
                   channel % ('asking', 'ask_a_person', 'ASKING', customers.url, 'asking') +
                   'helpdesk: {plugin: helpdesk.desk}\nmodels:\n'
                   '  - {name: kb, plugin: model.knowledge, settings: {folder: knowledge}}\n'
                   '  - {name: gpt, plugin: model.openai, settings: {base_url: "%s/v1", model: m, key: "${env:MODEL}"}}\n'
                   % model.url + more)
        self.environment = {'PATH': os.environ.get('PATH', ''), 'AGAIN': world.SECRETS['again'],
                            'ASKING': world.SECRETS['asking'], 'MODEL': 'k'}
        self.child, self.port, self.version = None, None, 1
        self.up = threading.Condition()
        self.start_times = []

    def write(self, name, text):
        """Whole or not at all: the gateway may look at any moment."""
        path = os.path.join(self.folder, name)
        with open(path + '.new', 'w', encoding='utf-8') as file:
            file.write(text)
        os.replace(path + '.new', path)

    def database(self):
        return os.path.join(self.folder, 'data', 'countersign.db')

    def spawn(self):
        with open(self.log_path, 'ab') as log:
            self.log_start = log.tell()
            self.child = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)

    def command(self):
        """`inside`: a command that gives the program a world of its own (a mount)."""
        return self.inside + [self.program, 'serve', '--config', os.path.join(self.folder, 'countersign.yaml')]

    def start(self, most=60, spawn=True):
        begun = time.monotonic()
        if spawn:
            self.spawn()
        while True:
            with open(self.log_path, 'rb') as log:
                log.seek(self.log_start)
                said = log.read().decode(errors='replace')
            found = re.search(r'listening .*port=(\d+)', said)
            if found:
                break
            if self.child.poll() is not None:
                raise AssertionError('serve ended with %s:\n%s' % (self.child.returncode, said[-2000:]))
            if time.monotonic() - begun > most:
                raise AssertionError('serve was not up after %d s:\n%s' % (most, said[-2000:]))
            time.sleep(0.004)
        self.start_times.append(time.monotonic() - begun)
        with self.up:
            self.port = int(found.group(1))
            self.up.notify_all()

    def address(self, most=0.5):
        """The port, or None when it is down for longer."""
        with self.up:
            self.up.wait_for(lambda: self.port is not None, most)
            return self.port

    def end(self, sig=signal.SIGKILL, grace=None):
        """Sends `sig`; after `grace` seconds, SIGKILL. Gives the exit code."""
        with self.up:
            self.port = None
        self.child.send_signal(sig)
        if grace is not None:
            try:
                return self.child.wait(grace)
            except subprocess.TimeoutExpired:
                self.child.send_signal(signal.SIGKILL)
        return self.child.wait(60)

    def change_policies(self, words):
        """Another digest of the set; with `words`, other words in the notice that stands in every first AI text."""
        self.version += 1
        if not words:
            return self.write('policies/rules/99-crash.yaml', RULE.format(self.version))
        with open(self.notice, encoding='utf-8') as file:
            text = file.read()
        text = re.sub(r'version: \d+', 'version: %d' % self.version, text, count=1)
        return self.write('policies/notices/ai-notice.yaml',
                          re.sub(r'I am AI, an? [a-z]+', 'I am AI, an %s' % ('automated', 'automatic')[self.version % 2], text, count=1))

    def token(self, user, role):
        done = subprocess.run([self.program, 'token', 'create', '--user', user, '--role', role, '--config',
                               os.path.join(self.folder, 'countersign.yaml')], capture_output=True, text=True, timeout=60,
                              env=self.environment, check=True)
        return done.stdout.strip()

    def connect(self, port):
        connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
        connection.connect()
        return connection

    def log_tail(self):
        with open(self.log_path, encoding='utf-8', errors='replace') as file:
            return file.read()[-3000:]

    def close(self, keep):
        if self.child and self.child.poll() is None:
            self.end()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
