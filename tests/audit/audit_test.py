"""The published log before two judges: `countersign audit verify`, and tlogcheck.go on the Go project's own packages.
Both accept logs of the sizes where tiles begin and end, and refuse every way of tampering with one.
Usage: audit_test.py COUNTERSIGN MAKE_LOG TLOGCHECK [TEST]"""
import base64
import contextlib
import functools
import hashlib
import http.client
import http.server
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
COUNTERSIGN, MAKE_LOG, TLOGCHECK = (os.path.abspath(path) for path in sys.argv[1:4])


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, timeout=280, check=False)
    return done.returncode, done.stdout + done.stderr


def make(data, count, word=''):
    code, said = run(MAKE_LOG, data, str(count), *([word] if word else []))
    assert code == 0, said
    return said.strip()


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def write(path, content):
    with open(path, 'wb') as file:
        file.write(content)


class Log:
    """A copy of a log, to be spoilt."""
    def __init__(self, data, folder):
        self.path = os.path.join(folder, 'audit')
        shutil.copytree(os.path.join(data, 'audit'), self.path)
        self.seen = []

    def at(self, name):
        return os.path.join(self.path, name)

    def change(self, name, how):
        write(self.at(name), how(read(self.at(name))))

    def flip(self, name, place):
        self.change(name, lambda old: old[:place] + bytes([old[place] ^ 1]) + old[place + 1:])

    def entries(self, name, how):
        """Changes a bundle's list of entries."""
        def rewrite(old):
            entries = []
            while old:
                length = int.from_bytes(old[:2], 'big')
                entries.append(old[2:2 + length])
                old = old[2 + length:]
            return b''.join(len(one).to_bytes(2, 'big') + one for one in how(entries))
        self.change(name, rewrite)

    def lines(self, how):
        self.change('checkpoint', lambda old: '\n'.join(how(old.decode().split('\n'))).encode())


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Audit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='countersign-audit-')
        cls.data = os.path.join(cls.folder, 'data')
        cls.key = make(cls.data, 600)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def judges(self, path, key, seen=()):
        """What each of the two says: (ours, theirs)."""
        flags = ['--seen', *seen] if seen else []
        return (run(COUNTERSIGN, 'audit', 'verify', '--log', path, '--key', key, *flags),
                run(TLOGCHECK, path, key, *seen))

    def accepted(self, path, key, seen=()):
        ours, theirs = self.judges(path, key, seen)
        self.assertEqual(ours[0], 0, ours[1])
        self.assertEqual(theirs[0], 0, theirs[1])

    def test_logs_of_all_sizes_are_accepted(self):
        for size in (1, 255, 256, 257, 65537, 200000):
            with self.subTest(size=size), tempfile.TemporaryDirectory(prefix='countersign-audit-') as data:
                key = make(data, size)
                log = os.path.join(data, 'audit')
                self.accepted(log, key)
                self.assertEqual(read(os.path.join(log, 'log.vkey')).decode().strip(), key)

    def test_a_log_that_grew_continues_every_checkpoint_it_had(self):
        with tempfile.TemporaryDirectory(prefix='countersign-audit-') as data:
            seen = []
            for more in (1, 254, 1, 1, 300, 700):
                key = make(data, more)
                seen.append(os.path.join(data, 'seen-%d' % len(seen)))
                shutil.copy(os.path.join(data, 'audit', 'checkpoint'), seen[-1])
            self.accepted(os.path.join(data, 'audit'), key, seen)

    def refused(self, name, spoil, key=None):
        with self.subTest(tampering=name), tempfile.TemporaryDirectory(prefix='countersign-audit-') as folder:
            log = Log(self.data, folder)
            spoil(log)
            ours, theirs = self.judges(log.path, key or self.key, log.seen)
            self.assertEqual(ours[0], 1, (name, ours[1]))
            self.assertIn('NOT FINE', ours[1])
            self.assertEqual(theirs[0], 1, (name, theirs[1]))
            return ours[1]

    def another_history(self, folder, word='other', count=600):
        """Made with the real key: what whoever has the machine can do."""
        data = os.path.join(folder, 'forged')
        os.mkdir(data)
        shutil.copytree(os.path.join(self.data, 'keys'), os.path.join(data, 'keys'))
        make(data, count, word)
        return os.path.join(data, 'audit')

    def test_every_tampering_is_refused_by_both(self):
        part, whole = 'tile/entries/002.p/88', 'tile/entries/000'

        def digit(entries, at=5):
            changed = list(entries)
            changed[at] = re.sub(rb'"verdict":"send"|"ai"', lambda m: m[0].replace(b'send', b'hold').replace(b'ai', b'io'), changed[at])
            assert changed[at] != entries[at]
            return changed

        def swapped(entries):
            return [entries[1], entries[0]] + entries[2:]

        def with_its_hash(log):
            log.entries(part, digit)
            changed = []
            log.entries(part, lambda entries: changed.append(entries[5]) or entries)
            leaf = hashlib.sha256(b'\0' + changed[0]).digest()
            log.change('tile/0/002.p/88', lambda old: old[:5 * 32] + leaf + old[6 * 32:])

        def other_key(log):
            with tempfile.TemporaryDirectory(prefix='countersign-audit-') as data:
                make(data, 600)
                signature = read(os.path.join(data, 'audit', 'checkpoint')).decode().split('\n')[4].split(' ')[2]
            mine = base64.b64decode(read(log.at('checkpoint')).decode().split('\n')[4].split(' ')[2])
            forged = base64.b64encode(mine[:4] + base64.b64decode(signature)[4:]).decode()
            log.lines(lambda old: old[:4] + [' '.join(old[4].split(' ')[:2] + [forged])] + old[5:])

        def cut_back(log):
            log.seen = [os.path.join(self.data, 'audit', 'checkpoint')]
            shutil.rmtree(log.path)
            with tempfile.TemporaryDirectory(prefix='countersign-audit-') as folder:
                shutil.copytree(self.another_history(folder, '', 500), log.path)

        def rewritten(log):
            log.seen = [os.path.join(self.data, 'audit', 'checkpoint')]
            shutil.rmtree(log.path)
            with tempfile.TemporaryDirectory(prefix='countersign-audit-') as folder:
                shutil.copytree(self.another_history(folder, 'other', 900), log.path)

        def somebody_elses(log):
            shutil.rmtree(log.path)
            with tempfile.TemporaryDirectory(prefix='countersign-audit-') as data:
                make(data, 600)
                shutil.copytree(os.path.join(data, 'audit'), log.path)

        ways = {
            'one bit of an entry': lambda log: log.flip(whole, 5000),
            'one word of an entry': lambda log: log.entries(part, lambda entries: digit(entries, 4)),
            'an entry and its hash': with_its_hash,
            'two entries swapped': lambda log: log.entries(whole, swapped),
            'an entry twice': lambda log: log.entries(whole, lambda all: all[:9] + [all[8]] + all[10:]),
            'the last entry left out': lambda log: log.entries(part, lambda all: all[:-1]),
            'an entry added': lambda log: log.entries(part, lambda all: all + [all[3]]),
            'an entry cut in two': lambda log: log.entries(whole, lambda all: [all[0][:50], all[0][50:]] + all[1:]),
            'a bundle torn': lambda log: log.change(whole, lambda old: old[:-7]),
            'a bundle gone': lambda log: os.unlink(log.at('tile/entries/001')),
            'a bundle of another place': lambda log: log.change(whole, lambda _: read(log.at('tile/entries/001'))),
            'one bit of a leaf tile': lambda log: log.flip('tile/0/001', 77),
            'a leaf tile cut': lambda log: log.change('tile/0/001', lambda old: old[:-32]),
            'a leaf tile gone': lambda log: os.unlink(log.at('tile/0/002.p/88')),
            'one bit of an upper tile': lambda log: log.flip('tile/1/000.p/2', 40),
            'an upper tile gone': lambda log: os.unlink(log.at('tile/1/000.p/2')),
            'another size': lambda log: log.lines(lambda old: [old[0], '599'] + old[2:]),
            'a size with a zero before it': lambda log: log.lines(lambda old: [old[0], '0600'] + old[2:]),
            'another root': lambda log: log.lines(lambda old: old[:2] + [base64.b64encode(bytes(32)).decode()] + old[3:]),
            'another origin': lambda log: log.lines(lambda old: ['log.example'] + old[1:]),
            'a line more': lambda log: log.lines(lambda old: old[:3] + ['more'] + old[3:]),
            'one bit of the signature': lambda log: log.lines(
                lambda old: old[:4] + [old[4][:-8] + ('A' if old[4][-8] != 'A' else 'B') + old[4][-7:]] + old[5:]),
            'no signature': lambda log: log.lines(lambda old: old[:4] + ['']),
            "another key's signature under this key's name": other_key,
            "somebody else's log": somebody_elses,
            'history cut back, with the real key': cut_back,
            'history rewritten, with the real key': rewritten,
        }
        self.assertGreaterEqual(len(ways), 15)
        for name, spoil in ways.items():
            self.refused(name, spoil)

    def test_it_says_where(self):
        said = self.refused('an entry', lambda log: log.entries('tile/entries/001', lambda all: all[:3] + [all[3].replace(b'shop', b'shoq')] + all[4:]))
        self.assertIn('entry 259 (tile/entries/001, place 3): it is not the entry that was signed', said)
        said = self.refused('a tile', lambda log: log.flip('tile/0/001', 3 * 32))
        self.assertIn('tile/0/001: its hash 3 is not that of entry 259, which fits the signed root', said)

    def test_a_log_is_read_from_its_server_too(self):
        handler = functools.partial(Quiet, directory=self.data)
        with http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = 'http://127.0.0.1:%d/' % server.server_address[1]
            code, said = run(COUNTERSIGN, 'audit', 'verify', '--log', url + 'audit', '--key', self.key)
            self.assertEqual((code, 'fine: 600 entries' in said), (0, True), said)
            self.assertEqual(run(COUNTERSIGN, 'audit', 'verify', '--log', url + 'nothing', '--key', self.key)[0], 2)
            server.shutdown()

    def test_receipts_are_accepted_by_both_and_forged_ones_are_not(self):
        with tempfile.TemporaryDirectory(prefix='countersign-audit-') as folder:
            config = os.path.join(folder, 'c.yaml')
            write(config, ('data: %s\n' % self.data).encode())
            receipt = os.path.join(folder, 'r.tlog-proof')
            code, said = run(COUNTERSIGN, 'audit', 'receipt', 'answer-99', '--config', config, '--out', receipt)
            self.assertEqual(code, 0, said)

            def judges():
                return (run(COUNTERSIGN, 'audit', 'verify-receipt', receipt, '--key', self.key)[0],
                        run(TLOGCHECK, '-receipt', receipt, self.key)[0])
            self.assertEqual(judges(), (0, 0))
            good = read(receipt).decode().split('\n')
            entry = base64.b64encode(base64.b64decode(good[1][6:]).replace(b'"ai"', b'"me"')).decode()
            for name, lines in (('the entry', [good[0], 'extra ' + entry] + good[2:]), ('the index', good[:2] + ['index 297'] + good[3:]),
                                ('the proof', good[:3] + [good[4], good[3]] + good[5:])):
                write(receipt, '\n'.join(lines).encode())
                self.assertEqual(judges(), (1, 1), name)

    def test_a_witness_signs_what_continues_and_remembers_it(self):
        with tempfile.TemporaryDirectory(prefix='countersign-audit-') as folder:
            memory = os.path.join(folder, 'memory')
            words = [COUNTERSIGN, 'audit', 'witness', '--folder', memory, '--name', 'witness.example/w1', '--log', self.key,
                     '--listen', '127.0.0.1:0']
            request = b'old 0\n\n' + read(os.path.join(self.data, 'audit', 'checkpoint'))
            answers = []
            for _ in range(2):
                child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                vkey = child.stdout.readline().strip()
                port = int(re.search(r'port=(\d+)', child.stderr.readline())[1])
                connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
                connection.request('POST', '/add-checkpoint', request)
                answer = connection.getresponse()
                answers.append((answer.status, answer.read().decode()))
                connection.close()
                child.terminate()
                child.communicate()
                self.assertEqual(child.returncode, 0)
            self.assertEqual(answers[0][0], 200, answers)
            self.assertEqual(os.stat(memory).st_mode & 0o777, 0o700, 'its memory is nobody else\'s')
            log = Log(self.data, os.path.join(folder, 'copy'))
            asked = ('audit', 'verify', '--log', log.path, '--key', self.key, '--witness', vkey)
            self.assertEqual(run(COUNTERSIGN, *asked)[0], 1)
            write(log.at('checkpoint.witnessed'), read(log.at('checkpoint')) + answers[0][1].encode())
            self.assertEqual(run(COUNTERSIGN, *asked)[0], 0)
            log.change('checkpoint.witnessed', lambda old: old[:-12] + (b'A' if old[-12:-11] != b'A' else b'B') + old[-11:])
            self.assertEqual(run(COUNTERSIGN, *asked)[0], 1)
            self.assertTrue(answers[0][1].startswith('\u2014 witness.example/w1 '), answers)
            self.assertEqual(answers[1], (409, '600\n'))
            self.assertTrue(vkey.startswith('witness.example/w1+'))

    def test_a_receipt_is_of_one_text_and_no_other(self):
        with tempfile.TemporaryDirectory(prefix='countersign-audit-') as folder:
            config, receipt, text = (os.path.join(folder, name) for name in ('c.yaml', 'r.tlog-proof', 'text'))
            write(config, ('data: %s\n' % self.data).encode())
            self.assertEqual(run(COUNTERSIGN, 'audit', 'receipt', 'answer-99', '--config', config, '--out', receipt)[0], 0)
            opening = hashlib.sha256(b'opening answer-99').hexdigest()

            def verified(said, key=opening):
                write(text, said)
                return run(COUNTERSIGN, 'audit', 'verify-receipt', receipt, '--key', self.key, '--text', text, '--opening', key)
            code, said = verified(b'text of answer-99')
            self.assertEqual((code, 'it is of the text in' in said), (0, True), said)
            self.assertEqual(verified(b'text of answer-99\n')[0], 0)
            code, said = verified(b'text of answer-98')
            self.assertEqual((code, 'of another text' in said), (1, True), said)
            self.assertEqual(verified(b'text of answer-99', hashlib.sha256(b'another').hexdigest())[0], 1)
            self.assertEqual(verified(b'text of answer-99', 'short')[0], 2)
            words = [COUNTERSIGN, 'audit', 'verify-receipt', receipt, '--key', self.key]
            self.assertEqual(run(*words, '--text', text)[0], 2)
            piped = subprocess.run([*words, '--text', '-', '--opening', opening], input=b'text of answer-99', capture_output=True, timeout=60, check=False)
            self.assertEqual(piped.returncode, 0, piped.stdout)

    def test_the_databases_entries_are_compared_with_the_logs(self):
        with tempfile.TemporaryDirectory(prefix='countersign-audit-') as folder:
            data, config = os.path.join(folder, 'data'), os.path.join(folder, 'c.yaml')
            shutil.copytree(self.data, data)
            write(config, ('data: %s\n' % data).encode())

            def verified(change=''):
                if change:
                    with contextlib.closing(sqlite3.connect(os.path.join(data, 'countersign.db'))) as database:
                        database.execute(change)
                        database.commit()
                return run(COUNTERSIGN, 'audit', 'verify', '--config', config)
            code, said = verified()
            self.assertEqual((code, 'stands in the database as it does in the log' in said), (0, True), said)
            code, said = verified("UPDATE entry SET body=CAST(replace(CAST(body AS TEXT), 'send', 'hold') AS BLOB) WHERE seq=8")
            self.assertEqual(code, 1)
            self.assertRegex(said, r'countersign\.db: entry 7 \(\w+\) differs from the published log')
            self.assertIn('NOT FINE: 1 finding\n', said)
            code, said = verified("DELETE FROM entry WHERE seq IN (20, 21)")
            self.assertIn('entries 19 to 20 are missing in the database', said)
            code, said = verified("UPDATE entry SET conversation='another' WHERE seq=30")
            self.assertIn('is filed under another conversation than it says', said)
            code, said = verified("DELETE FROM entry WHERE seq>590")
            self.assertIn('it ends with entry 589, and the log has 600 entries', said)
            self.assertEqual(run(COUNTERSIGN, 'audit', 'verify', '--log', os.path.join(data, 'audit'), '--key', self.key)[0], 0)

    def test_exit_code_2_means_that_nothing_could_be_looked_at(self):
        with tempfile.TemporaryDirectory(prefix='countersign-audit-') as empty:
            self.assertEqual(run(COUNTERSIGN, 'audit', 'verify', '--log', empty, '--key', self.key)[0], 2)
        self.assertEqual(run(COUNTERSIGN, 'audit', 'verify', '--log', os.path.join(self.data, 'audit'), '--key', 'x')[0], 2)


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0]] + sys.argv[4:], verbosity=2)
