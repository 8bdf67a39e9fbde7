"""The program on disks that fail it: a log that cannot be written, and, where this machine lets us mount one, a real small
file system that fills up or is read-only. (The same faults at every single write are in faults_test.cpp, everywhere.)
Usage: disk_test.py PROGRAM STARTER_POLICIES [TEST]"""
import json
import os
import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True   # the source tree stays as it is
import gateway as gateways
import people
import world

PROGRAM, STARTER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
QUESTION = 'How long does standard delivery take?'


def may_mount():
    return subprocess.run(['unshare', '-Urm', 'sh', '-c', 'mount -t tmpfs -o size=1m none /mnt'], capture_output=True, check=False).returncode == 0


class Disk(unittest.TestCase):
    def serve(self, more='', mount=None, run='exec "$@"'):
        side, model = world.CustomerSide(), world.ModelServer(1)
        self.addCleanup(side.close)
        self.addCleanup(model.close)
        self.side, self.ledger = side, people.Ledger()
        gateway = gateways.Gateway(PROGRAM, STARTER, side, model, more)
        self.addCleanup(gateway.close, False)
        self.data = os.path.join(gateway.folder, 'data')
        os.mkdir(self.data)
        if mount:
            gateway.inside = ['unshare', '-Urm', 'sh', '-c', 'mount -t tmpfs -o %s none "$0" && %s' % (mount, run), self.data]
        return gateway

    def say(self, gateway, number):
        """The status, the answer and the headers."""
        event = people.Event(number, 'again', 'fine-%d' % number, QUESTION)
        connection = gateway.connect(gateway.port)
        connection.request('POST', '/channels/again', event.body, event.headers())
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    def ready(self, gateway):
        return people.Caller(gateway, self.ledger, 0).ask('GET', '/readyz')

    def until(self, what, most=60):
        end = time.monotonic() + most
        while not what():
            self.assertLess(time.monotonic(), end, 'it did not happen')
            time.sleep(0.03)

    def inside(self, gateway, name):
        """A file on the gateway's own mount, as seen from here."""
        return '/proc/%d/root%s' % (gateway.child.pid, os.path.join(self.data, name))

    def stop_inside(self, gateway):
        """Ends the program below the shell that keeps its mount."""
        with open('/proc/%d/task/%d/children' % (gateway.child.pid, gateway.child.pid), encoding='utf-8') as children:
            os.kill(int(children.read().split()[0]), signal.SIGTERM)

    def test_a_log_that_nobody_reads_or_keeps_stops_nothing(self):
        gateway = self.serve()
        ends = os.pipe()
        gateway.child = subprocess.Popen(gateway.command(), stdin=subprocess.DEVNULL, stdout=ends[1], stderr=ends[1],
                                         env=gateway.environment)
        os.close(ends[1])
        said = b''
        while b'listening' not in said:
            said += os.read(ends[0], 65536)
        os.close(ends[0])   # from here on every line of the log fails, and would raise SIGPIPE
        gateway.port = int(said.split(b'port=')[1].split()[0])
        for number in range(5):
            self.assertEqual(self.say(gateway, number)[0], 202)
        self.until(lambda: len(self.side.requests) >= 5)
        self.assertEqual(gateway.end(signal.SIGTERM, 60), 0)

    def test_a_folder_that_cannot_be_used_is_told_in_one_line(self):
        gateway = self.serve(mount='ro,size=1m' if may_mount() else None)
        if not gateway.inside:   # no mounts here: a file where the folder should be
            os.rmdir(self.data)
            open(self.data, 'w', encoding='utf-8').close()
        done = subprocess.run(gateway.command(), capture_output=True, text=True, timeout=60, env=gateway.environment, check=False)
        self.assertEqual(done.returncode, 2, done.stderr)
        said = [line for line in done.stderr.splitlines() if line.startswith('countersign: ')]
        self.assertEqual(len(said), 1, done.stderr)
        self.assertIn(self.data, said[0])

    def test_with_little_room_nothing_new_is_accepted_until_there_is_room(self):
        gateway = self.serve('limits: {min_free_disk: %s}\n' % ('4 MB' if may_mount() else '900000 GB'),
                             'size=16m' if may_mount() else None)
        gateway.start()
        if gateway.inside:
            self.assertEqual(self.say(gateway, 1)[0], 202)
            with open(self.inside(gateway, 'filler'), 'wb') as filler:
                filler.write(bytes(13_000_000))
        status, told, headers = self.say(gateway, 2)
        self.assertEqual(status, 503, told)
        self.assertTrue(headers['Retry-After'])
        self.assertIn('min_free_disk', told)
        self.assertEqual(self.ready(gateway)[0], 503)
        self.assertIn('free', self.ready(gateway)[1]['disk'])
        if gateway.inside:
            self.until(lambda: self.side.requests)   # what was accepted is worked off
            os.unlink(self.inside(gateway, 'filler'))
            self.assertEqual(self.say(gateway, 2)[0], 202)
            self.assertEqual(self.ready(gateway)[0], 200)
        self.assertEqual(gateway.end(signal.SIGTERM, 60), 0)

    def test_a_full_disk_silences_it_and_a_restart_brings_everything_back(self):
        if not may_mount():
            print('no mounts on this machine; faults.OnAFaultyDisk.* tests the same')
            return
        # The mount must outlive the process: a shell keeps it, and starts the program again.
        gateway = self.serve('limits: {min_free_disk: 0 MB}\n', 'size=32m', '"$@"; "$@"')
        gateway.start()
        accepted = {}
        with open(self.inside(gateway, 'filler'), 'wb', buffering=0) as filler:
            try:
                while filler.write(bytes(4096)):
                    pass
            except OSError:
                pass   # full
        for number in range(400):
            status, told, headers = self.say(gateway, number)
            if status != 202:
                break
            accepted[number] = told
        self.assertEqual(status, 503, told)
        self.assertTrue(headers['Retry-After'])
        health = self.ready(gateway)
        self.assertEqual(health[0], 503)
        self.assertIn('full', health[1]['store'])
        self.assertIn(self.data, health[1]['store'])
        self.assertIn('restart countersign', health[1]['store'])
        sent = len(self.side.requests)
        os.unlink(self.inside(gateway, 'filler'))
        self.assertEqual(self.say(gateway, 1000)[0], 503, 'what was half written is only looked at by a restart')
        self.assertEqual(len(self.side.requests), sent, 'sent although nothing can be recorded')
        with open(gateway.log_path, 'rb') as log:
            gateway.log_start = len(log.read())
        self.stop_inside(gateway)
        gateway.start(spawn=False)
        for number, told in accepted.items():
            self.assertEqual(self.say(gateway, number)[:2], (202, told.replace('false', 'true')))
        self.until(lambda: {request.body['in_reply_to'] for request in self.side.requests} >= {json.loads(told)['message'] for told in accepted.values()})
        bodies = {}
        for request in self.side.requests:
            bodies.setdefault(request.key, set()).add(request.raw)
        self.assertFalse([key for key, found in bodies.items() if len(found) > 1])
        self.stop_inside(gateway)
        self.assertEqual(gateway.child.wait(60), 0)


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:], verbosity=2)
