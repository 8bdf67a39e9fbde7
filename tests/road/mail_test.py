"""Checkpoints by mail, to a real mail server (aiosmtpd): TLS from the first byte on, STARTTLS, and whom nothing is told.
Usage: mail_test.py PROGRAM STARTER_POLICIES"""
import email
import logging
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest
import warnings

sys.dont_write_bytecode = True   # the source tree stays as it is
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from process import Process, until

PROGRAM, STARTER = (os.path.abspath(path) for path in sys.argv[1:3])
warnings.filterwarnings('ignore', 'Requiring AUTH')   # it does not see that a server speaks TLS from the first byte on
logging.getLogger('mail.log').setLevel(logging.CRITICAL)
USER, PASSWORD = 'gateway', 'a-password-for-mail'


class Certificate:
    """Of its own making, for one address or name."""

    def __init__(self, folder, name, alternative):
        self.path, self.key = (os.path.join(folder, name + end) for end in ('.pem', '.key'))
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
                        '-subj', '/CN=test', '-addext', 'subjectAltName=' + alternative, '-keyout', self.key, '-out', self.path],
                       check=True, capture_output=True, timeout=30)

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path, self.key)
        return context


class Office(Controller):
    """A mail server on a free port; keeps each mail with how it came."""

    def __init__(self, certificate=None, at_once=False):
        self.certificate, self.mails = certificate, []
        super().__init__(self, hostname='127.0.0.1', port=0, ssl_context=certificate.context() if at_once else None)
        self.at_once = at_once
        self.start()
        self.bound = self.server.sockets[0].getsockname()[1]

    def _trigger_server(self):
        """The port is known only now, and the server is made with the first connection."""
        with socket.create_connection(('127.0.0.1', self.server.sockets[0].getsockname()[1]), 5) as one:
            if self.ssl_context:
                context = ssl._create_unverified_context()
                one = context.wrap_socket(one)
            one.recv(100)

    def factory(self):
        starttls = self.certificate and not self.at_once
        return SMTP(self, tls_context=self.certificate.context() if starttls else None, require_starttls=bool(starttls),
                    auth_require_tls=not self.at_once, authenticator=self.knows, auth_required=bool(self.certificate))

    def knows(self, server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=right)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((session.ssl is not None or self.at_once, envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return '250 taken'


class ByMail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix='countersign-mail-')
        cls.addClassCleanup(folder.cleanup)
        cls.ours = Certificate(folder.name, 'ours', 'IP:127.0.0.1')
        cls.others = Certificate(folder.name, 'others', 'DNS:mail.example')
        cls.safe, cls.upgrades = Office(cls.ours, at_once=True), Office(cls.ours)
        cls.renamed, cls.bare = Office(cls.others), Office()
        for office in (cls.safe, cls.upgrades, cls.renamed, cls.bare):
            cls.addClassCleanup(office.stop)
        cls.gateway = Process(PROGRAM, STARTER)
        cls.addClassCleanup(cls.gateway.close)
        cls.gateway.environment['MAIL'] = PASSWORD
        place = ('    - {name: %s, mail: "%s://127.0.0.1:%d", from: gateway@shop.example, to: audit@shop.example, every: 1 hour%s}\n')
        log_in = ', user: gateway, password: "${env:MAIL}"'
        cls.gateway.write_config('audit:\n  checkpoints:\n' +
                                 place % ('safe', 'smtps', cls.safe.bound, log_in + ', ca: "%s"' % cls.ours.path) +
                                 place % ('upgrades', 'smtp+starttls', cls.upgrades.bound, log_in + ', ca: "%s"' % cls.ours.path) +
                                 place % ('stranger', 'smtp+starttls', cls.upgrades.bound, log_in) +
                                 place % ('renamed', 'smtp+starttls', cls.renamed.bound, log_in + ', ca: "%s"' % cls.others.path) +
                                 place % ('bare', 'smtp+starttls', cls.bare.bound, log_in))
        cls.gateway.start()
        cls.states = until(cls.all_tried)

    @classmethod
    def all_tried(cls):
        kept = cls.gateway.http('GET', '/healthz')[1]['published_log']['checkpoints_kept']
        return kept if len(kept) == 5 and 'nothing yet' not in kept.values() else None

    def test_over_tls_from_the_first_byte_on_and_by_starttls_the_checkpoint_arrives_as_it_is(self):
        with open(os.path.join(self.gateway.folder, 'data', 'audit', 'log.vkey'), encoding='utf-8') as file:
            origin = file.read().split('+')[0]
        for office, place in ((self.safe, 'safe'), (self.upgrades, 'upgrades')):
            self.assertIn('fine: ', self.states[place])
            self.assertEqual(len(office.mails), 1, place)
            over_tls, sender, receivers, content = office.mails[0]
            self.assertTrue(over_tls)
            self.assertEqual((sender, receivers), ('gateway@shop.example', ['audit@shop.example']))
            attached = [part for part in email.message_from_bytes(content).walk() if part.get_filename()]
            self.assertTrue(attached[0].get_payload(decode=True).decode().startswith(origin + '\n'))

    def test_a_server_with_a_certificate_nobody_vouches_for_or_for_another_name_is_told_nothing(self):
        self.assertIn('its certificate is not accepted (self-signed certificate)', self.states['stranger'])
        self.assertIn('its certificate is not accepted (IP address mismatch)', self.states['renamed'])
        self.assertEqual(self.renamed.mails, [])

    def test_a_server_without_starttls_is_told_nothing(self):
        self.assertIn('does not offer STARTTLS, so it was told nothing', self.states['bare'])
        self.assertEqual(self.bare.mails, [])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
