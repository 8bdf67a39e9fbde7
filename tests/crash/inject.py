"""By hand: a real gateway whose every sync and rename of a publication fails once, or is its last call (strace injects it).
What must hold: a node that could not publish accepts and sends nothing until it is started again; what is announced is
whole; every checkpoint seen is a beginning of the log that the next start completes.

    inject.py PROGRAM STARTER_POLICIES [--calls N]        all faults, calls 1 to N of each kind (default 24)

publisher_fault_test.cpp does the same at every call within the process, on every build."""
import argparse
import os
import signal
import sys
import time

sys.dont_write_bytecode = True
import gateway as gateways
import people
import verify
import world

FAULTS = ('error=EIO', 'error=ENOSPC', 'signal=SIGKILL')
QUESTION = 'How long does standard delivery take?'


class Trial:
    def __init__(self, options, call, fault, nth):
        self.side, self.model = world.CustomerSide(), world.ModelServer(1)
        self.gateway = gateways.Gateway(os.path.abspath(options.program), os.path.abspath(options.starter), self.side, self.model)
        self.data = os.path.dirname(self.gateway.database())
        self.ledger, self.seen, self.number = people.Ledger(), set(), 0
        self.strace = ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=' + call,
                       '-e', 'inject=%s:%s:when=%d' % (call, fault, nth)]

    def say(self):
        self.number += 1
        event = people.Event(self.number, 'again', 'c-%d' % self.number, QUESTION)
        try:
            connection = self.gateway.connect(self.gateway.port)
            connection.request('POST', '/channels/again', event.body, event.headers())
            return connection.getresponse().status
        except OSError:
            return 0

    def run(self):
        """(what happened, what was wrong)"""
        self.gateway.start()
        self.say()
        time.sleep(1.2)
        verify.keep_checkpoint(self.data, self.seen)
        self.gateway.end(signal.SIGTERM, 30)
        self.gateway.inside, wrong = self.strace, []
        happened = 'nothing'
        try:
            self.gateway.start(20)
            until = time.monotonic() + 4
            while time.monotonic() < until and happened == 'nothing':
                status = self.say()
                happened = {202: 'nothing', 503: 'silent', 0: 'killed'}[status]
                time.sleep(0.15)
        except AssertionError:
            happened = 'did not start'
        if happened == 'silent':
            sent = len(self.side.requests)
            time.sleep(0.5)
            if len(self.side.requests) != sent or self.say() != 503:
                wrong.append('it went on after it could not publish')
        self.gateway.end()
        verify.keep_checkpoint(self.data, self.seen)
        self.gateway.inside = []
        self.gateway.start()
        self.say()
        time.sleep(1.2)
        if self.gateway.end(signal.SIGTERM, 30) != 0:
            wrong.append('the last stop was not in peace')
        wrong += verify.published(self.gateway.program, self.data, self.seen)
        self.gateway.close(False)
        self.side.close()
        self.model.close()
        return happened, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('starter')
    parser.add_argument('--calls', type=int, default=24)
    options = parser.parse_args()
    failed = 0
    for call in ('fsync', 'rename'):
        for fault in FAULTS:
            counts = {}
            for nth in range(1, options.calls + 1):
                happened, wrong = Trial(options, call, fault, nth).run()
                counts[happened] = counts.get(happened, 0) + 1
                for line in wrong:
                    failed += 1
                    print('WRONG: %s %s %d: %s' % (call, fault, nth, line), flush=True)
            print('%s %s, calls 1 to %d: %s' % (call, fault, options.calls, counts), flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
