"""A stop comes to its end, whoever hangs: a model, a customer's side, or a plugin in the gateway's own process.
Usage: stop_test.py PROGRAM STARTER_POLICIES PLUGIN_FOLDER ZOO_FOLDER"""
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.dont_write_bytecode = True   # the source tree stays as it is
from process import Process, chat, until

PROGRAM, STARTER, PLUGINS, ZOO = (os.path.abspath(path) for path in sys.argv[1:5])
KNOWN, UNKNOWN = 'How long does standard delivery take?', 'Do you deliver to islands in winter?'
LIMITS = 'limits: {stop_within: 1 second}\n'
FAR_BELOW_A_DEADLINE = 12   # seconds: a call to others may last 30


class Stopping(unittest.TestCase):
    def serve(self, model='knowledge', more=LIMITS):
        gateway = Process(PROGRAM, STARTER, model)
        self.addCleanup(gateway.close)
        gateway.write_config(more)
        return gateway

    def stop(self, gateway, expected=0):
        begin = time.monotonic()
        gateway.child.send_signal(signal.SIGTERM)
        self.assertEqual(gateway.child.wait(60), expected, gateway.log()[-2000:])
        self.assertLess(time.monotonic() - begin, FAR_BELOW_A_DEADLINE)

    def hang(self, listener, then):
        """It answers nobody until the test ends; afterwards whoever comes gets `then`."""
        over = threading.Event()
        self.addCleanup(over.set)

        def answer(_):
            over.wait(60)
            return then
        listener.answer = answer

    def test_a_model_that_hangs_is_cut_off_and_asked_again_at_the_next_start(self):
        gateway = self.serve('openai').start()
        self.hang(gateway.model, (500, {}))
        gateway.say('c-1', UNKNOWN)
        until(lambda: gateway.model.seen)
        self.stop(gateway)
        self.assertIn('cut_off lane=model:gpt calls=1', gateway.log())
        gateway.model.answer = lambda body: chat('We deliver to islands all year.')
        asked = len(gateway.model.seen)
        gateway.start()
        until(lambda: len(gateway.model.seen) > asked)
        reviewer = gateway.token('rea', 'reviewer')
        review = until(lambda: gateway.api(reviewer, 'GET', '/reviews?state=waiting')[1]['reviews'])[0]
        self.assertIn('We deliver to islands all year.', review['text'])

    def test_a_customer_side_that_hangs_is_cut_off_and_gets_the_text_again_under_the_same_key(self):
        gateway = self.serve().start()
        self.hang(gateway.customers, (200, {}))
        gateway.say('c-1', KNOWN)
        until(lambda: gateway.got('c-1', 'ai'))
        self.stop(gateway)
        gateway.customers.answer = lambda body: (200, {})
        gateway.start()
        until(lambda: len(gateway.got('c-1', 'ai')) == 2)
        self.assertEqual(len({headers['Idempotency-Key'] for _, headers in gateway.got('c-1', 'ai')}), 1)

    def moody(self, where):
        gateway = self.serve()
        os.mkdir(os.path.join(gateway.folder, 'plugins'))
        for folder, name in ((PLUGINS, 'channel.webhook'), (PLUGINS, 'model.knowledge'), (PLUGINS, 'helpdesk.desk'), (ZOO, 'channel.moody')):
            shutil.copy(os.path.join(folder, name + '.so'), os.path.join(gateway.folder, 'plugins'))
        gateway.channels = '  - {name: bad, plugin: channel.moody, settings: {where: "%s", what: never returns}}\n' % where
        gateway.write_config('plugins: {folder: plugins}\n' + LIMITS)
        return gateway

    def test_a_plugin_that_never_returns_is_named_while_it_hangs_and_left_behind_by_a_stop(self):
        gateway = self.moody('verify').start()
        self.assertEqual(gateway.http('GET', '/healthz')[1]['status'], 'fine')

        def webhook():
            try:
                gateway.http('POST', '/channels/bad', 'e\nc\nhello', {'X-Word': 'e'})
            except OSError:
                pass
        threading.Thread(target=webhook, daemon=True).start()
        health = until(lambda: [told for told in [gateway.http('GET', '/healthz')[1]] if told['plugin_complaints']])[0]
        self.assertEqual(health['status'], 'degraded')
        self.assertRegex(health['plugin_complaints'][0], r'`channel\.moody`: a call of its `verify` has not returned for \d+ s')
        until(lambda: 'plugin_does_not_return plugin=channel.moody call=verify' in gateway.log())
        self.assertEqual(gateway.log().count('plugin_does_not_return'), 1)
        accepted = gateway.say('c-1', KNOWN)[1]['message']
        self.stop(gateway, expected=1)
        self.assertIn('left_behind plugin=channel.moody call=verify', gateway.log())
        gateway.start()
        until(lambda: gateway.got('c-1', 'ai'))
        self.assertEqual({body['in_reply_to'] for body, _ in gateway.got('c-1', 'ai')}, {accepted})
        self.assertEqual(len({headers['Idempotency-Key'] for _, headers in gateway.got('c-1', 'ai')}), 1)

    def test_a_plugin_that_never_returns_from_open_holds_up_neither_a_stop_during_a_reload_nor_one_during_the_start(self):
        gateway = self.moody('open')
        with_the_plugin = self.read(gateway)
        gateway.channels = ''
        gateway.write_config('plugins: {folder: plugins}\n' + LIMITS)
        gateway.start()
        gateway.write('countersign.yaml', with_the_plugin)
        gateway.child.send_signal(signal.SIGHUP)
        until(lambda: 'it never returns' in gateway.log())
        self.assertEqual(gateway.say('c-1', KNOWN)[0], 202)
        self.stop(gateway, expected=1)
        self.assertIn('left_behind plugin=channel.moody call=open', gateway.log())
        with open(gateway.log_path, 'wb') as log:
            gateway.child = subprocess.Popen([PROGRAM, 'serve', '--config', gateway.config], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             env=gateway.environment)
        until(lambda: 'it never returns' in gateway.log())
        self.stop(gateway, expected=1)

    def read(self, gateway):
        with open(gateway.config, encoding='utf-8') as file:
            return file.read()


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[5:]], verbosity=2)
