"""The front door of the program: bad input, TLS, metrics, systemd and a graceful stop.
Usage: front_test.py PROGRAM STARTER_POLICIES [TEST]; json_suite.py uses signed() too."""
import hashlib
import hmac
import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest

sys.dont_write_bytecode = True   # the source tree stays as it is
from process import SECRET, Process, until

PROGRAM, STARTER = (os.path.abspath(word) for word in sys.argv[1:3])
GOOD = b'{"id":"e-%d","conversation":"c-%d","customer":{"id":"u-1"},"text":"Where is my order?"}'


def signature(body, secret=SECRET):
    at = int(time.time())
    mac = hmac.new(secret.encode(), b'%d.in.shop.%s' % (at, body), hashlib.sha256).hexdigest()
    return 't=%d,v1=%s' % (at, mac)


def ask(port, body, headers=None, secret=SECRET):
    """POSTs a signed body; gives (status, headers, object)."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=30)
    try:
        connection.request('POST', '/channels/shop', body,
                           dict({'X-Countersign-Signature': signature(body, secret)}, **(headers or {})))
        answer = connection.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())
    finally:
        connection.close()


def raw(port, data, close_sending=False):
    """Says these bytes and gives all that comes back until the server closes."""
    with socket.create_connection(('127.0.0.1', port), timeout=30) as line:
        try:
            line.sendall(data)
            if close_sending:
                line.shutdown(socket.SHUT_WR)
        except OSError:
            pass   # refused before it was all said
        got = b''
        try:
            while True:
                more = line.recv(65536)
                if not more:
                    return got
                got += more
        except ConnectionResetError:
            return got


def bodies_that_are_no_json():
    """The classes of JSON mistakes that parsers are known to take: each must be refused."""
    inside = lambda value: b'{"id":"e","conversation":"c","customer":{"id":"u"},"text":' + value + b'}'
    for value in (b'', b'1', b'[]', b'null', b'{}', b'tru', b'nan', b'NaN', b'Infinity', b'-', b'+1', b'01', b'1.', b'.5', b'1e',
                  b'0x1F', b'"a', b'"\\x00"', b'"\\u12"', b'"\\u{41}"', b'"\\a"', b"'a'", b'"a\x00b"', b'"a\nb"', b'"\ttab"',
                  b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"', b'"\\ud800"', b'"a",', b'"a" "b"', b'"a"}',
                  b'["a"', b'[,]', b'{"a":1,}', b'{1:2}', b'{"a" 1}', b'/* c */ "a"', b'"a" // c', b'\xef\xbb\xbf"a"', b'\x0c"a"'):
        yield inside(value)
    yield from (b'', b' ', b'\x00', b'"text"', b'[]', b'[1', b'{', b'}', b'{]', b'{"a":1}}', b'{"a":1} x', b'\xef\xbb\xbf{}',
                b'\xff\xfe{\x00}\x00', b'[' * 100000, b'{"a":' * 30000, inside(b'[' * 5000 + b']' * 5000))


class Front(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Process(PROGRAM, STARTER)
        cls.gateway.write_config('limits: {body: 200 KB}\n')
        cls.gateway.start()
        cls.port = cls.gateway.port

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def metrics(self):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        connection.request('GET', '/metrics')
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        page = answer.read().decode()
        connection.close()
        return page

    def count(self, name):
        return sum(float(line.rsplit(' ', 1)[1]) for line in self.metrics().splitlines()
                   if re.match(re.escape(name) + r'[{ ]', line))

    def arrivals(self):
        return re.findall(r'countersign_audit_entries_total\{kind="arrived"\} (\d+)', self.metrics())

    def refused(self, answer, *statuses):
        status, headers, told = answer
        self.assertIn(status, statuses, told)
        self.assertEqual(headers['Content-Type'], 'application/problem+json')
        self.assertEqual(told['status'], status)
        self.assertTrue(told['title'])

    def test_no_body_that_is_not_json_is_taken_or_kept(self):
        kept = lambda: (self.count('countersign_messages_accepted_total'), self.arrivals())
        before = kept()
        for body in bodies_that_are_no_json():
            with self.subTest(body=body[:60]):
                self.refused(ask(self.port, body), 400, 422)
        self.assertEqual(kept(), before)

    def test_good_json_in_unusual_dress_is_read(self):
        for number, body in enumerate((b' \t\r\n%s\n ' % (GOOD % (1, 1)), (GOOD % (2, 2)).replace(b'Where', b'\\u0057here'),
                                       (GOOD % (3, 3)).replace(b'order', '注文 🛒'.encode()), (GOOD % (4, 4)).replace(b'order', b'\\ud83d\\uded2'))):
            with self.subTest(number):
                self.assertEqual(ask(self.port, body)[0], 202)

    def test_duplicate_keys_and_wrong_members_are_422(self):
        for body in (b'{"id":"e","id":"f","conversation":"c","customer":{"id":"u"},"text":"a"}',
                     b'{"id":"e","conversation":"c","customer":{"id":"u","\\u0069d":"v"},"text":"a"}',
                     b'{"id":"e","conversation":"c","customer":{"id":"u"},"text":"a","more":1}', b'{"text":7}'):
            with self.subTest(body=body):
                self.refused(ask(self.port, body), 422)

    def test_other_media_types_and_charsets_are_415(self):
        body = GOOD % (5, 5)
        for kind in ('text/plain', 'application/json; charset=iso-8859-1', 'application/x-www-form-urlencoded', 'application/jsonp'):
            with self.subTest(kind):
                self.refused(ask(self.port, body, {'Content-Type': kind}), 415)
        self.assertEqual(ask(self.port, body, {'Content-Type': 'Application/JSON; charset="UTF-8"'})[0], 202)

    def test_forged_signatures_are_401_and_large_bodies_413(self):
        self.refused(ask(self.port, GOOD % (6, 6), secret='another'), 401)
        self.refused(ask(self.port, GOOD % (6, 6), {'X-Countersign-Signature': ''}), 401)
        self.refused(ask(self.port, b' ' * 200_001), 413)
        self.refused(ask(self.port, b' ' * 5_000_000), 413)

    def test_smuggled_and_broken_requests_get_one_problem_and_the_end(self):
        head = b'POST /channels/shop HTTP/1.1\r\nHost: t\r\n'
        cases = {
            'two lengths': (head + b'Content-Length: 3\r\nContent-Length: 30\r\n\r\nabcGET /healthz HTTP/1.1\r\nHost: t\r\n\r\n', 400),
            'a list of lengths': (head + b'Content-Length: 3, 3\r\n\r\nabc', 400),
            'both framings': (head + b'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n', 400),
            'two codings': (head + b'Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', 501),
            'a signed length': (head + b'Content-Length: +3\r\n\r\nabc', 400),
            'a folded header': (head + b'X: a\r\n b\r\nContent-Length: 0\r\n\r\n', 400),
            'a bare line feed': (b'POST /channels/shop HTTP/1.1\nHost: t\n\nGET /healthz HTTP/1.1\r\nHost: t\r\n\r\n', 400),
            'a space before the colon': (head + b'Content-Length : 3\r\n\r\nabc', 400),
            'a NUL in a header': (head + b'X: a\x00b\r\n\r\n', 400),
            'a chunk that lies': (head + b'Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n', 400),
            'a chunk with a sign': (head + b'Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n', 400),
            'no host': (b'POST /channels/shop HTTP/1.1\r\n\r\n', 400),
            'too many headers': (head + b''.join(b'X-%d: a\r\n' % i for i in range(200)) + b'\r\n', 431),
            'a header without end': (head + b'X: ' + b'a' * 40000, 431),
            'another version': (b'POST /channels/shop HTTP/3.0\r\nHost: t\r\n\r\n', 505),
            'TLS to a plain port': (b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400),
        }
        for name, (said, status) in cases.items():
            with self.subTest(name):
                got = raw(self.port, said, close_sending=True)
                self.assertTrue(got.startswith(b'HTTP/1.1 %d ' % status), got[:200])
                self.assertEqual(got.count(b'HTTP/1.1 '), 1, got)
                self.assertIn(b'application/problem+json', got)
        self.assertEqual(self.gateway.http('GET', '/healthz')[0], 200)

    def test_who_shuts_the_sending_side_is_answered_whether_the_request_was_whole_or_not(self):
        head = b'POST /channels/shop HTTP/1.1\r\nHost: t\r\n'
        for said in (head + b'Content-Length: 100\r\n\r\nhalf', head, b'G', head + b'Transfer-Encoding: chunked\r\n\r\n5\r\nab'):
            got = raw(self.port, said, close_sending=True)
            self.assertTrue(got.startswith(b'HTTP/1.1 400 '), got[:200])
            self.assertEqual(got.count(b'HTTP/1.1 '), 1, got)
            self.assertIn(b'application/problem+json', got)
        got = raw(self.port, b'GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n', close_sending=True)
        self.assertTrue(got.startswith(b'HTTP/1.1 200 '), got[:200])
        self.assertEqual(got.lower().count(b'x-content-type-options'), 1)
        self.assertEqual(raw(self.port, b'', close_sending=True), b'')

    def test_pipelined_requests_are_answered_in_their_order(self):
        def request(number):
            body = GOOD % (number, number)
            return (b'POST /channels/shop HTTP/1.1\r\nHost: t\r\nX-Countersign-Signature: %s\r\nContent-Length: %d\r\n\r\n'
                    % (signature(body).encode(), len(body))) + body
        got = raw(self.port, request(70) + request(71) + request(70) + b'GET /healthz HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n')
        self.assertEqual(re.findall(rb'HTTP/1.1 (\d+)', got), [b'202', b'202', b'202', b'200'])
        ids = [json.loads(body)['message'] for body in re.findall(rb'\{"duplicate".*?\}|\{"message".*?\}', got)]
        self.assertEqual((ids[0] == ids[2], ids[0] == ids[1]), (True, False))

    def test_metrics_name_what_happened_and_no_customer(self):
        self.gateway.say('c-private', 'My order 4711 did not come.', customer='customer-4711')
        page = until(lambda: 'countersign_deliveries_total{' in self.metrics() and self.metrics())
        for wanted in ('countersign_messages_accepted_total{channel="shop"}', 'countersign_verdicts_total{border="arrival"',
                       'countersign_http_requests_total{route="POST /channels/{name}",code="202"}', 'countersign_store_healthy 1',
                       'countersign_work_backlog{task="file"}', 'countersign_policies_info{digest="', 'le="+Inf"'):
            self.assertIn(wanted, page)
        self.assertNotRegex(page, r'(?<![0-9.])4711(?![0-9])')   # other figures may hold these digits
        self.assertNotIn('customer-4711', page)
        self.assertNotIn('c-private', page)


class Secured(unittest.TestCase):
    def certificate(self, gateway, name, key=None, days='2'):
        where = lambda end: os.path.join(gateway.folder, end)
        command = ['openssl', 'req', '-x509', '-nodes', '-subj', '/CN=' + name, '-addext', 'subjectAltName=IP:127.0.0.1',
                   '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', days, '-out', where('new.pem'),
                   '-keyout', where('new.key')]
        subprocess.run(command, check=True, capture_output=True)
        os.replace(where('new.key'), where(key or 'server.key'))
        os.replace(where('new.pem'), where('server.pem'))

    def talk(self, gateway, line=None):
        """GET /healthz over TLS, on `line` if there is one; gives the line, the name in its certificate and the status."""
        if line is None:
            context = ssl.create_default_context(cafile=os.path.join(gateway.folder, 'server.pem'))
            context.set_alpn_protocols(['h2', 'http/1.1'])
            line = context.wrap_socket(socket.create_connection(('127.0.0.1', gateway.port), timeout=30), server_hostname='127.0.0.1')
        line.sendall(b'GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n')
        got = line.recv(65536)
        return line, dict(pair[0] for pair in line.getpeercert()['subject'])['commonName'], got[9:12]

    def test_a_certificate_is_swapped_under_open_connections(self):
        gateway = Process(PROGRAM, STARTER)
        self.addCleanup(gateway.close)
        gateway.write_config('tls: {certificate: server.pem, key: server.key}\n')
        self.certificate(gateway, 'first')
        gateway.start()
        # Half a handshake costs no thread and ends nobody else's.
        slow = [socket.create_connection(('127.0.0.1', gateway.port)) for _ in range(40)]
        for line in slow:
            line.sendall(b'\x16\x03\x01')
        old, name, status = self.talk(gateway)
        self.assertEqual((name, status, old.selected_alpn_protocol()), ('first', b'200', 'http/1.1'))
        self.certificate(gateway, 'second')
        until(lambda: 'certificate_renewed' in gateway.log())
        new, name, _ = self.talk(gateway)
        self.assertEqual(name, 'second')
        self.assertEqual(self.talk(gateway, old)[2], b'200')
        # A certificate whose key is another's: the pair in use stays, and health says so.
        with open(os.path.join(gateway.folder, 'server.pem'), encoding='ascii') as file:
            kept = file.read()
        self.certificate(gateway, 'third', key='other.key')
        until(lambda: 'certificate_refused' in gateway.log())
        gateway.write('server.pem', kept)
        newest, name, _ = self.talk(gateway)
        self.assertEqual(name, 'second')
        for line in (*slow, old, new, newest):
            line.close()

    def test_a_pair_that_does_not_fit_is_told_at_start(self):
        gateway = Process(PROGRAM, STARTER)
        self.addCleanup(gateway.close)
        gateway.write_config('tls: {certificate: server.pem, key: server.key}\n')
        for name, key in (('none', None), ('one', 'server.key'), ('two', 'other.key')):
            if key:
                self.certificate(gateway, name, key)
            if name == 'one':
                continue
            done = subprocess.run([PROGRAM, 'serve', '--config', gateway.config], capture_output=True, text=True, timeout=60,
                                  env=gateway.environment, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn('server.', done.stderr)


class Service(unittest.TestCase):
    def test_systemd_is_told_and_what_was_accepted_is_kept_at_a_stop(self):
        gateway = Process(PROGRAM, STARTER)
        self.addCleanup(gateway.close)
        path = os.path.join(gateway.folder, 'notify')
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(path)
            told.settimeout(30)
            gateway.environment.update(NOTIFY_SOCKET=path, WATCHDOG_USEC='400000')
            gateway.start()
            lines = [told.recv(4096).decode()]
            self.assertIn('READY=1', lines[0])
            self.assertIn('STATUS=accepting', lines[0])
            self.assertEqual(told.recv(4096).decode(), 'WATCHDOG=1')
            accepted, stopping = [], threading.Event()

            def send():
                for number in range(10_000):
                    if stopping.is_set():
                        return
                    try:
                        if gateway.say('g-%d' % number, 'What are your opening hours?', event='g-%d' % number)[0] == 202:
                            accepted.append('g-%d' % number)
                    except OSError:
                        return
            sender = threading.Thread(target=send)
            sender.start()
            until(lambda: len(accepted) > 3)
            self.assertEqual(gateway.kill(signal.SIGTERM), 0)
            stopping.set()
            sender.join()
            until(lambda: told.recv(4096).decode().startswith('STOPPING=1'))
        del gateway.environment['NOTIFY_SOCKET'], gateway.environment['WATCHDOG_USEC']
        gateway.start()
        for event in accepted:
            status, answer = gateway.say(event, 'What are your opening hours?', event=event)
            self.assertEqual((status, answer['duplicate']), (202, True), event)


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
