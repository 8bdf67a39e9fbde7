"""Policies by two people, with the real program and its command line. Usage: policies_test.py PROGRAM STARTER_POLICIES [TEST]"""
import os
import signal
import sqlite3
import sys
import unittest

sys.dont_write_bytecode = True   # the source tree stays as it is
from process import Process, until

PROGRAM, STARTER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
QUESTION = 'What are your opening hours?'
RULE = '''policy: Nothing goes to the shop by itself
id: shop-held
version: 1
owner: dpo@example.com
why: [house_rule]
mode: enforce
at: reply
applies_to: {written_by: [ai], channel: [shop]}
must:
  - be_approved_by: {role: team_lead, people: %d}
if_not: hold_for_review
'''


class TwoPeople(unittest.TestCase):
    def serve(self):
        gateway = Process(PROGRAM, STARTER)
        gateway.write_config('activation: two_people\n')
        self.addCleanup(gateway.close)
        gateway.start()
        gateway.stay_on_port()
        gateway.write_config('activation: two_people\n')
        self.dana, self.ben = gateway.token('dana', 'officer'), gateway.token('ben', 'officer')
        self.gateway = gateway
        return gateway

    def policy(self, *words, token=None, code=0):
        done = self.gateway.run('policy', *words, token=token)
        self.assertEqual(done[0], code, done)
        return done[1] + done[2]

    def digest_in_force(self):
        return self.policy('status').split()[2]

    def proposed(self, people=1):
        self.gateway.write('policies/new.yaml', RULE % people)
        said = self.policy('propose', token=self.dana)
        return said.split('countersign policy approve ')[1].split('`')[0]

    def judged_by(self, conversation):
        """The set by which the reply to a question was judged."""
        auditor = self.gateway.token('ada', 'auditor')
        message = self.gateway.say(conversation, QUESTION)[1]['message']

        def decided():
            return [e['decision']['policy'] for e in self.gateway.api(auditor, 'GET', '/decisions/' + message)[1].get('entries', [])
                    if e['kind'] == 'arrived' or 'decision' in e]
        return until(decided)[0]

    def test_from_a_proposal_to_a_decision_with_a_kill_between_approval_and_activation(self):
        gateway = self.serve()
        first = self.digest_in_force()
        digest = self.proposed()
        until(lambda: 'differs from what is in force' in self.policy('status'))
        self.assertIn('you proposed this set', self.policy('approve', digest, token=self.dana, code=2))
        self.assertIn('nobody approved this set yet', self.policy('activate', digest, token=self.ben, code=2))
        self.assertIn('COUNTERSIGN_TOKEN is not set', self.policy('approve', digest, code=2))
        self.assertIn('approved %s by ben' % digest, self.policy('approve', digest[:8], token=self.ben))
        gateway.kill(signal.SIGKILL)
        gateway.start()
        self.assertEqual(self.digest_in_force(), first)
        self.assertEqual(self.judged_by('c-1'), first)
        self.assertIn('approved by ben, may be activated', self.policy('status'))
        self.assertIn('in force for all', self.policy('activate', digest, token=self.dana))
        gateway.kill(signal.SIGKILL)
        gateway.start()
        self.assertEqual(self.digest_in_force(), digest)
        self.assertEqual(self.judged_by('c-2'), digest)
        self.assertEqual(gateway.http('GET', '/readyz')[1]['policies_folder'], 'in force')
        history = self.policy('history').splitlines()
        self.assertRegex(history[0], r'^2  .* activate by dana; proposed by dana, approved by ben$')
        self.assertRegex(history[1], r'^1  .* bootstrap$')

    def test_what_was_taken_back_stays_so_over_a_kill_until_it_is_approved_anew(self):
        gateway = self.serve()
        first = self.digest_in_force()
        digest = self.proposed()
        self.policy('approve', digest, token=self.ben)
        self.assertIn('ben took back the approval of ' + digest, self.policy('withdraw', digest[:8], token=self.ben))
        gateway.kill(signal.SIGKILL)
        gateway.start()
        self.assertIn('ben took back the approval of this set', self.policy('activate', digest, token=self.dana, code=2))
        self.assertIn('which was taken back by ben on', self.policy('status'))
        self.policy('approve', digest, token=self.ben)
        self.assertIn('dana withdrew ' + digest, self.policy('withdraw', digest, token=self.dana))
        gateway.kill(signal.SIGKILL)
        gateway.start()
        self.assertIn('dana withdrew this proposal on', self.policy('activate', digest, token=self.ben, code=2))
        self.assertIn('withdraw by dana of ' + digest[:16], self.policy('history'))
        self.assertEqual(self.digest_in_force(), first)

    def test_a_canary_keeps_its_conversations_over_a_kill_and_is_put_in_force_for_all_and_rolled_back(self):
        gateway = self.serve()
        first, digest = self.digest_in_force(), self.proposed()
        self.policy('approve', digest, token=self.ben)
        self.assertIn('a canary for share=50%', self.policy('activate', digest, '--canary', 'share=50%', token=self.dana))
        names = ['c-%d' % i for i in range(8)]
        tried = {name: self.judged_by(name) for name in names}
        self.assertEqual(set(tried.values()), {first, digest})
        gateway.kill(signal.SIGKILL)
        gateway.start()
        self.assertIn('canary: ' + digest, self.policy('status'))
        for name in names:
            self.assertEqual(self.judged_by(name), tried[name], name)
        self.assertIn('in force for all', self.policy('promote', token=self.dana))
        gateway.kill(signal.SIGKILL)
        gateway.start()
        self.assertEqual(self.digest_in_force(), digest)
        for name in names:
            self.assertEqual(self.judged_by(name), digest, name)
        self.assertIn('no canary runs', self.policy('promote', token=self.dana, code=2))
        self.assertIn('proposed by dana', self.policy('roll-back', '1', token=self.dana))
        gateway.kill(signal.SIGKILL)
        gateway.start()
        self.policy('approve', first, token=self.ben)
        self.policy('activate', first, token=self.ben)
        self.assertEqual(self.digest_in_force(), first)
        self.assertEqual(self.judged_by('c-0'), first)
        self.assertRegex(self.policy('history').splitlines()[0], r'^4  .* roll_back by ben; proposed by dana, approved by ben$')

    def test_the_folder_changed_behind_the_back_changes_nothing_and_the_files_can_be_had(self):
        gateway = self.serve()
        first = self.digest_in_force()
        digest = self.proposed()
        gateway.write('policies/new.yaml', RULE % 2)
        os.remove(os.path.join(gateway.policies, 'journey.yaml'))
        until(lambda: 'differs' in gateway.http('GET', '/readyz')[1]['policies_folder'])
        self.assertEqual(self.digest_in_force(), first)
        self.policy('approve', digest, token=self.ben)
        self.policy('show', digest, '--to', os.path.join(gateway.folder, 'seen'))
        with open(os.path.join(gateway.folder, 'seen', 'new.yaml'), encoding='utf-8') as file:
            self.assertEqual(file.read(), RULE % 1)
        self.policy('activate', digest, token=self.ben)
        self.assertEqual(self.digest_in_force(), digest)

    def test_a_bundle_altered_in_the_database_is_refused_and_everything_is_held(self):
        gateway = self.serve()
        gateway.write('policies/new.yaml', RULE % 1)
        said = self.policy('tighten', token=self.dana)
        self.assertIn('Another officer must confirm it until', said)
        gateway.kill(signal.SIGKILL)
        database = sqlite3.connect(os.path.join(gateway.folder, 'data', 'countersign.db'))
        body = database.execute('SELECT body FROM policy_bundle WHERE number=2').fetchone()[0]
        database.execute('UPDATE policy_bundle SET body=? WHERE number=2', (body.replace(b'"deed":"tighten"', b'"deed":"confirm"'),))
        database.commit()
        database.close()
        gateway.start()
        status = self.policy('status', code=1)
        self.assertIn('bundle 2 was altered', status)
        self.assertIn('in force: nothing, so everything is held', status)
        self.assertIn('was altered', gateway.http('GET', '/readyz')[1]['policies'])


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:], verbosity=2)
