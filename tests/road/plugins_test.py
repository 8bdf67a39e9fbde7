"""Plugins in a running `serve`: reloads under steady traffic, and a plugin that crashes the process.
Usage: plugins_test.py PROGRAM STARTER_POLICIES PLUGIN_FOLDER ZOO_FOLDER"""
import os
import shutil
import signal
import sys
import threading
import unittest

sys.dont_write_bytecode = True   # the source tree stays as it is
from process import Process, until

PROGRAM, STARTER, PLUGINS, ZOO = (os.path.abspath(path) for path in sys.argv[1:5])
QUESTION = 'How long does standard delivery take?'
RELOADS = 50


class Plugins(unittest.TestCase):
    def serve(self):
        gateway = Process(PROGRAM, STARTER)
        self.addCleanup(gateway.close)
        os.mkdir(os.path.join(gateway.folder, 'plugins'))
        for name in ('channel.webhook', 'model.knowledge', 'helpdesk.desk'):
            shutil.copy(os.path.join(PLUGINS, name + '.so'), os.path.join(gateway.folder, 'plugins'))
        self.configure(gateway)
        return gateway

    def configure(self, gateway, channel='', more=''):
        gateway.write_config('plugins: {folder: plugins}\n' + more)
        if channel:
            with open(gateway.config, encoding='utf-8') as file:
                text = file.read()
            gateway.write('countersign.yaml', text.replace('channels:\n', 'channels:\n  - ' + channel + '\n'))

    def another_build(self, gateway, name, number):
        """The same plugin with other bytes behind its last section: another digest. Put in place by rename."""
        fresh = os.path.join(gateway.folder, 'fresh')
        shutil.copy(os.path.join(PLUGINS, name + '.so'), fresh)
        with open(fresh, 'ab') as file:
            file.write(b'build %d' % number)
        os.rename(fresh, os.path.join(gateway.folder, 'plugins', name + '.so'))

    def test_no_message_is_lost_while_plugins_and_settings_are_swapped(self):
        gateway = self.serve().start()
        stop, accepted, refused = threading.Event(), [], []

        def customer(number):
            for turn in range(100000):
                if stop.wait(0.05):
                    return
                name = 'c-%d-%d' % (number, turn)
                status, told = gateway.say(name, QUESTION)
                (accepted if status == 202 else refused).append((name, status, told))

        customers = [threading.Thread(target=customer, args=(number,)) for number in range(2)]
        for one in customers:
            one.start()
        for number in range(RELOADS):
            if number % 10 == 4:
                self.another_build(gateway, 'channel.webhook', number)
            self.configure(gateway, more='brand: b%d\n' % number)
            if number % 2 == 0:
                code, out, err = gateway.run('reload')
                self.assertEqual(code, 0, out + err)
                self.assertIn('in force', out)
            else:
                before = gateway.log().count('generation_in_force')
                gateway.child.send_signal(signal.SIGHUP)
                until(lambda: gateway.log().count('generation_in_force') > before)
        stop.set()
        for one in customers:
            one.join()
        self.assertEqual(refused, [])
        self.assertGreater(len(accepted), RELOADS // 2)
        until(lambda: {name for name, _, _ in accepted} <= {body['conversation'] for body, _ in gateway.got(by='ai')})
        ids = [body['id'] for body, _ in gateway.got(by='ai')]
        self.assertEqual(len(ids), len(set(ids)), 'a text was delivered twice')
        auditor = gateway.token('ada', 'auditor')
        self.assertTrue(gateway.api(auditor, 'GET', '/decisions/' + accepted[-1][2]['message'])[1]['entries'])
        self.assertEqual(gateway.http('GET', '/readyz')[1]['generation'], RELOADS + 1)

    def test_a_refused_reload_says_why_and_changes_nothing(self):
        gateway = self.serve().start()
        self.configure(gateway, '{name: shop2, plugin: channel.nowhere}')
        code, out, _ = gateway.run('reload')
        self.assertEqual(code, 1)
        self.assertRegex(out, r'countersign\.yaml:\d+:\d+ C040 .*channel\.nowhere')
        self.assertIn('generation 1 stays in force', out)
        gateway.write('countersign.yaml', 'data: data\nchannels: [\n')
        code, out, err = gateway.run('reload')
        self.assertNotEqual(code, 0, out + err)
        self.assertEqual(gateway.say('c-1', QUESTION)[0], 202)
        self.assertIn('refused', gateway.http('GET', '/readyz')[1]['configuration'])

    def test_the_list_of_plugins_says_which_files_differ_from_those_in_force(self):
        gateway = self.serve()
        code, out, err = gateway.run('plugin', 'list')
        self.assertEqual((code, err), (0, ''))
        self.assertNotIn('in force', out, 'no server runs: nothing is in force')
        gateway.start()
        self.another_build(gateway, 'channel.webhook', 1)
        lines = gateway.run('plugin', 'list')[1].splitlines()
        self.assertRegex(next(line for line in lines if line.startswith('helpdesk.desk')), 'in force$')
        self.assertRegex(next(line for line in lines if line.startswith('channel.webhook')), 'changed since it was loaded')
        self.assertEqual(gateway.run('reload')[0], 0)
        self.assertNotIn('changed since', gateway.run('plugin', 'list')[1])

    def crash(self, gateway):
        try:
            gateway.http('POST', '/channels/bad', 'e\nc\nhello', {'X-Word': 'e'})
        except OSError:
            pass
        return gateway.child.wait(30)

    def test_a_plugin_that_crashes_again_and_again_is_left_out_and_the_others_go_on(self):
        gateway = self.serve()
        shutil.copy(os.path.join(ZOO, 'channel.moody.so'), os.path.join(gateway.folder, 'plugins'))
        self.configure(gateway, '{name: bad, plugin: channel.moody, settings: {where: verify, what: crashes}}')
        gateway.start()
        gateway.kill()   # somebody's kill -9 is no crash of the plugin's
        for _ in range(3):
            gateway.start()
            self.assertEqual(gateway.http('GET', '/readyz')[1]['plugin_complaints'], [])
            self.assertEqual(self.crash(gateway), -signal.SIGSEGV)
        gateway.start()
        status, told = gateway.http('POST', '/channels/bad', 'e\nc\nhello', {'X-Word': 'e'})
        self.assertEqual(status, 503, told)
        self.assertEqual(gateway.say('c-1', QUESTION)[0], 202)
        until(lambda: gateway.got('c-1', 'ai'))
        self.assertIn('allow-again channel.moody', gateway.http('GET', '/readyz')[1]['plugin_complaints'][0])
        code, out, err = gateway.run('plugin', 'allow-again', 'channel.moody')
        self.assertEqual(code, 0, out + err)
        code, out, err = gateway.run('reload')
        self.assertEqual(code, 0, out + err)
        self.assertEqual(self.crash(gateway), -signal.SIGSEGV)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[5:])
