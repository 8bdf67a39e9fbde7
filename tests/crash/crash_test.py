"""Kills a real `countersign serve` at random moments under load and looks at what is left.

    crash_test.py PROGRAM STARTER_POLICIES [--kills N] [--seed S] [--connections C] [--keep]

Every message that was acknowledged is there, nothing was delivered twice but under one key with one body, nothing without
its record, nothing again without a person where the channel wants one, all that was accepted comes to an end, and a SIEM that
dies too was sent every entry that counts as read."""
import argparse
import os
import random
import signal
import sys
import threading
import time
from collections import Counter

sys.dont_write_bytecode = True   # the source tree stays as it is
import gateway as gateways
import people
import verify
import world

MOMENTS = [('load', 74), ('start', 10), ('reload', 4), ('stopping', 9), ('stop', 3)]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('starter')
    parser.add_argument('--kills', type=int, default=200)
    parser.add_argument('--seed', type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument('--connections', type=int, default=6)
    parser.add_argument('--keep', action='store_true', help='leave the folder of the gateway behind')
    return parser.parse_args()


class Run:
    def __init__(self, options):
        self.options, self.dice = options, random.Random(options.seed)
        self.side, self.model = world.CustomerSide(), world.ModelServer(options.seed)
        self.siem = world.Siem(options.seed)
        self.gateway = gateways.Gateway(os.path.abspath(options.program), os.path.abspath(options.starter), self.side, self.model,
                                        'siem:\n  - {name: soc, to: "%s", from: beginning, confirm_every: 1 second}\n' % self.siem.to)
        self.ledger, self.kills, self.wrong = people.Ledger(), Counter(), []
        self.seen = set()   # every checkpoint that a kill left
        self.begun, self.own = time.monotonic(), threading.local()

    def open(self):
        self.gateway.start()
        seeds = [self.dice.random() for _ in range(self.options.connections)]
        self.customers = [people.Customer(self.gateway, self.ledger, seed) for seed in seeds]
        self.reviewer = people.Reviewer(self.gateway, self.ledger, self.dice.random(), self.gateway.token('ana', 'reviewer'))
        self.probe = people.Caller(self.gateway, self.ledger, 0)
        self.reader = {'Authorization': 'Bearer ' + self.gateway.token('sam', 'agent')}
        for one in self.customers + [self.reviewer]:
            one.start()

    def kill_once(self, moment):
        """One life's end. `stop` is no kill: it must end in peace."""
        if moment == 'start':   # the life that ran is ended too: two kills, the second while it starts
            self.gateway.end()
            self.gateway.spawn()
            time.sleep(self.dice.uniform(0, max(self.gateway.start_times[-20:])))
            return self.gateway.end()
        self.ledger.permit(self.dice.randrange(2, 40))
        if moment == 'reload':   # the folder is looked at every second, twice before it counts
            self.gateway.change_policies(words=self.dice.random() < 0.5)
            time.sleep(self.dice.uniform(0.5, 2.5))
            return self.gateway.end()
        time.sleep(self.dice.uniform(0.01, 0.45))
        if moment == 'load':
            return self.gateway.end()
        if moment == 'stopping':
            return self.gateway.end(signal.SIGTERM, self.dice.uniform(0, 0.08))
        code = self.gateway.end(signal.SIGTERM, 60)
        if code != 0:
            self.wrong.append('SIGTERM under load ended with %d' % code)
        return code

    def kill_all(self):
        said = 0
        while sum(self.kills.values()) < self.options.kills:
            moment = people.pick(self.dice, MOMENTS)
            if self.kill_once(moment) == -signal.SIGKILL:
                self.kills[moment] += 1
            count = sum(self.kills.values())
            verify.keep_checkpoint(self.data(), self.seen)
            if count % 10 == 0:
                self.wrong += verify.copy_is_whole(os.path.dirname(self.gateway.database()))
            if count >= said + 20:
                said = count
                self.tell('%d of %d kills, %d messages acknowledged' % (count, self.options.kills, len(self.ledger.events)))
            self.gateway.start()
            for event in self.ledger.events[-3:]:   # acknowledged last: most in danger
                answer = self.probe.post(event)
                if answer:
                    self.ledger.heard(event, *answer)
            if self.wrong or self.ledger.wrong:
                return

    def settle(self):
        """Everything that was accepted comes to its end, within a time."""
        self.ledger.permit(0)
        most = 60 + 0.02 * len(self.ledger.events)
        end = time.monotonic() + most
        while verify.open_work(self.gateway.database()):
            if time.monotonic() > end:
                return self.wrong.append('%d pieces of work are left after %d s' % (verify.open_work(self.gateway.database()), most))
            time.sleep(0.2)

    def look(self):
        see = lambda channel, name: self.caller().ask('GET', '/api/v1/conversations/%s/%s' % (channel, name), None, self.reader)[1]
        self.wrong += verify.acknowledged(self.ledger.events, lambda event: self.caller().post(event), see)
        for one in self.customers + [self.reviewer]:
            one.stopping.set()
        for one in self.customers + [self.reviewer]:
            one.join(30)
        self.settle()
        if self.gateway.end(signal.SIGTERM, 60) != 0:
            self.wrong.append('the last stop was not in peace')
        self.wrong += verify.deliveries(self.side, self.gateway.database())
        self.wrong += verify.record(self.gateway.database(), self.ledger.events, self.ledger.signed)
        self.wrong += verify.published(self.gateway.program, self.data(), self.seen)
        self.wrong += verify.streamed(self.siem, self.gateway.database())

    def data(self):
        return os.path.dirname(self.gateway.database())

    def caller(self):
        """One connection for each thread that looks."""
        if not hasattr(self.own, 'caller'):
            self.own.caller = people.Caller(self.gateway, self.ledger, 0)
        return self.own.caller

    def tell(self, text):
        print('%6.1f s  %s' % (time.monotonic() - self.begun, text), flush=True)

    def figures(self):
        keys = self.side.by_key()
        starts = sorted(self.gateway.start_times)
        with verify.database(self.gateway.database()) as db:
            states = dict(db.execute('SELECT state, count(*) FROM outbox GROUP BY state'))
            entries = db.execute('SELECT count(*) FROM entry').fetchone()[0]
        self.tell('kills %s; starts %d, median %.0f ms, slowest %.0f ms' % (
            dict(self.kills), len(starts), 1000 * starts[len(starts) // 2], 1000 * starts[-1]))
        self.tell('%d messages acknowledged, %d reviews signed, %d entries on record, %d times told to come later' % (
            len(self.ledger.events), len(self.ledger.signed), entries, self.ledger.refused))
        self.tell('the SIEM died %d times with bytes unread and read %d entries, %d of them again' % (
            self.siem.deaths, len(self.siem.read), len(self.siem.read) - len(set(self.siem.read))))
        self.tell('%d checkpoints seen, all of them beginnings of the published log' % len(self.seen))
        self.tell('%d deliveries of %d keys, %d keys more than once (same body), outbox %s, %d model calls' % (
            len(self.side.requests), len(keys), sum(len(found) > 1 for found in keys.values()), states, self.model.asked))


def main():
    options = arguments()
    print('seed %d' % options.seed, flush=True)
    run = Run(options)
    try:
        run.open()
        run.kill_all()
        if not run.wrong and not run.ledger.wrong:
            run.settle()
            run.look()
            run.figures()
        wrong = run.ledger.wrong + run.wrong
    except AssertionError as problem:
        wrong = [str(problem)]
    for line in wrong[:20]:
        print('WRONG: ' + line)
    if wrong:
        print('%d things are wrong; seed %d\n%s' % (len(wrong), options.seed, run.gateway.log_tail()))
    if options.keep:
        print(run.gateway.folder)
    run.gateway.close(options.keep)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
