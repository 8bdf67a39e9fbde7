"""A real gateway on a disk that fails at one call of the running program, or is killed there (strace injects it): a write or a
sync of a commit, a sync or a rename of a publication. What must hold: a node that could not write accepts and sends nothing until
it is started again; whatever was acknowledged is there then; what is announced is whole; every checkpoint seen is a beginning of
the log that the next start completes.

    inject.py PROGRAM STARTER_POLICIES                    the points below (a test)
    inject.py PROGRAM STARTER_POLICIES --calls N          every sync and rename of a publication, 1 to N (by hand)

faults_test.cpp and publisher_fault_test.cpp do the same at every call within the process."""
import argparse
import os
import shutil
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
import gateway as gateways
import people
import verify
import world

FAULTS = ('error=EIO', 'error=ENOSPC', 'signal=SIGKILL')
# (call, on the journal only, which one); strace counts for each thread. The first few on the journal belong to the start.
POINTS = ([('pwrite64', True, n) for n in (8, 60)] + [('fdatasync', True, n) for n in (3, 6)] +
          [('rename', False, n) for n in (1, 3)] + [('fsync', False, n) for n in (2, 5)])
AT_ONCE = 3
QUESTION = 'How long does standard delivery take?'


class Trial:
    """One life that ends by the fault, and the next one."""

    def __init__(self, options, seed=None):
        self.side, self.model = world.CustomerSide(), world.ModelServer(1)
        self.gateway = gateways.Gateway(os.path.abspath(options.program), os.path.abspath(options.starter), self.side, self.model)
        self.data = os.path.dirname(self.gateway.database())
        self.seen, self.events, self.wrong = set(), [], []
        if seed:
            shutil.copytree(seed, self.data, ignore=shutil.ignore_patterns('*.sock'))

    def post(self, event):
        try:
            connection = self.gateway.connect(self.gateway.port)
            connection.request('POST', '/channels/again', event.body, event.headers())
            return connection.getresponse().status
        except OSError:
            return 0

    def say(self):
        event = people.Event(1000 + len(self.events), 'again', 'c-%d' % len(self.events), QUESTION)
        status = self.post(event)
        self.events.append((event, status))
        return status

    def until(self, what, most=20):
        end = time.monotonic() + most
        while not what():
            if time.monotonic() > end:
                return False
            time.sleep(0.03)
        return True

    def published_all(self):
        """The checkpoint covers all entries."""
        path = os.path.join(self.data, 'audit', 'checkpoint')
        if not os.path.exists(path):
            return False
        with open(path, encoding='utf-8') as file:
            size = int(file.read().split('\n')[1])
        with verify.database(self.gateway.database()) as db:
            return size == db.execute('SELECT count(*) FROM entry').fetchone()[0]

    def strace(self, call, journal, fault, nth):
        only = ['-P', self.gateway.database() + '-wal'] if journal else []
        return ['strace', '-D', '-f', '-qq', '-o', '/dev/null', *only, '-e', 'trace=' + call,
                '-e', 'inject=%s:%s:when=%d' % (call, fault, nth)]

    def break_it(self, call, journal, fault, nth):
        """nothing | silent | killed | did not start"""
        self.gateway.inside = self.strace(call, journal, fault, nth)
        happened = 'nothing'
        try:
            self.gateway.start(30)
            end = time.monotonic() + 20
            while time.monotonic() < end and happened == 'nothing':
                happened = {202: 'nothing', 503: 'silent', 0: 'killed'}[self.say()]
                time.sleep(0.1)
        except AssertionError:
            happened = 'did not start'
        if happened == 'silent':
            sent = len(self.side.requests)
            time.sleep(0.3)
            if len(self.side.requests) != sent or self.say() != 503:
                self.wrong.append('it went on after its disk failed')
        self.gateway.end()
        verify.keep_checkpoint(self.data, self.seen)
        return happened

    def run(self, call, journal, fault, nth):
        verify.keep_checkpoint(self.data, self.seen)
        happened = self.break_it(call, journal, fault, nth)
        if happened == 'nothing':
            self.wrong.append('the fault did not come to pass')
        if (happened == 'killed') != (fault == 'signal=SIGKILL') and happened != 'did not start':
            self.wrong.append('%s: it was %s' % (fault, happened))
        self.wrong += verify.copy_is_whole(self.data)
        self.gateway.inside = []
        self.gateway.start()
        for event, status in self.events:
            again = self.post(event)
            if status == 202 and again != 202:
                self.wrong.append('%s was acknowledged and is answered %d now' % (event.body[:40], again))
        if not self.until(lambda: not verify.open_work(self.gateway.database()) and self.published_all()):
            self.wrong.append('the next life does not finish what was begun')
        if self.gateway.end(signal.SIGTERM, 30) != 0:
            self.wrong.append('the last stop was not in peace')
        self.wrong += verify.published(self.gateway.program, self.data, self.seen)
        return happened, self.wrong

    def close(self):
        self.gateway.close(False)
        self.side.close()
        self.model.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('starter')
    parser.add_argument('--calls', type=int)
    options = parser.parse_args()
    points = POINTS if options.calls is None else [
        (call, False, n) for call in ('fsync', 'rename') for n in range(1, options.calls + 1)]
    seed = Trial(options)
    seed.gateway.start()
    if seed.say() != 202 or not seed.until(seed.published_all):
        sys.exit('a gateway without faults does not work')
    seed.gateway.end(signal.SIGTERM, 30)

    def one(point):
        trial = Trial(options, seed.data)
        try:
            happened, wrong = trial.run(*point)
        except Exception as problem:
            happened, wrong = 'broke the test', [repr(problem)]
        finally:
            trial.close()
        return '%s%s %s, call %d: %s' % (point[0], ' of the journal' if point[1] else '', point[2], point[3], happened), wrong

    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for line, wrong in pool.map(one, [(call, journal, fault, nth) for call, journal, nth in points for fault in FAULTS]):
            print(line, flush=True)
            for what in wrong:
                failed += 1
                print('    WRONG: ' + what, flush=True)
    seed.close()
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
