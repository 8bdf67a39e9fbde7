"""The program on the road, over HTTP, the command line and signals. Usage: road_test.py PROGRAM STARTER_POLICIES [TEST]"""
import json
import os
import re
import signal
import sys
import unittest

sys.dont_write_bytecode = True   # the source tree stays as it is
from process import Process, chat, until

PROGRAM, STARTER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
QUESTION = 'How long does standard delivery take?'
HELD = 'Could you tell me what happens with my returned jacket?'


class Road(unittest.TestCase):
    def serve(self, model='knowledge'):
        gateway = Process(PROGRAM, STARTER, model)
        self.addCleanup(gateway.close)
        return gateway.start()

    def held_review(self, gateway, token, draft, conversation='c-1'):
        gateway.model.answer = lambda body: chat(draft)
        self.assertEqual(gateway.say(conversation, HELD)[0], 202)
        return until(lambda: [r for r in gateway.api(token, 'GET', '/reviews?state=waiting')[1]['reviews']
                              if r['conversation'] == conversation])[0]


class Journey(Road):
    def test_a_question_is_answered_with_notice_receipt_and_record(self):
        gateway = self.serve()
        status, accepted = gateway.say('c-1', QUESTION)
        self.assertEqual((status, accepted['duplicate']), (202, False))
        body, headers = until(lambda: gateway.got('c-1', 'ai'))[0]
        self.assertIn('three to five', body['text'])
        self.assertRegex(body['notice'], r'^ai-notice@\d+/en$')
        self.assertEqual(body['in_reply_to'], accepted['message'])
        self.assertTrue(headers['Idempotency-Key'] and headers['X-Countersign-Signature'])
        auditor = gateway.token('ada', 'auditor')
        kinds = until(lambda: [k for k in [[e['kind'] for e in gateway.api(auditor, 'GET', '/decisions/' + body['id'])[1]['entries']]]
                               if 'delivered' in k])[0]
        self.assertLess(kinds.index('cleared'), kinds.index('delivered'))

    def test_an_agents_reply_with_a_key_is_one_text_however_often_it_is_sent(self):
        gateway = self.serve()
        gateway.say('c-1', 'I want to talk to a real person please.')
        agent = gateway.token('sam', 'agent')
        ticket = until(lambda: gateway.api(agent, 'GET', '/desk/tickets')[1]['tickets'])[0]['id']

        def reply(text, key):
            return gateway.http('POST', '/api/v1/desk/tickets/%s/reply' % ticket, json.dumps({'text': text}),
                                {'Authorization': 'Bearer ' + agent, 'Idempotency-Key': key})
        first = reply('Sam here.', 'k-1')
        self.assertEqual(first[0], 202)
        self.assertEqual(reply('Sam here.', 'k-1'), first)
        self.assertEqual(reply('Somebody else.', 'k-1')[0], 409)
        self.assertEqual(reply('Sam here.', 'k-2')[0], 202)
        until(lambda: len(gateway.got('c-1', 'person')) == 2)

    def test_asking_for_a_person_ends_the_ai_until_it_is_given_back(self):
        gateway = self.serve()
        gateway.say('c-1', 'I want to talk to a real person please.')
        until(lambda: gateway.got('c-1', 'system'))
        agent = gateway.token('sam', 'agent')
        seen = gateway.api(agent, 'GET', '/conversations/shop/c-1')[1]
        self.assertEqual((seen['owner'], seen['queue']), ('nobody', 'support'))
        self.assertEqual(gateway.api(agent, 'POST', '/conversations/%s/reply' % seen['id'], {'text': 'Sam here.'})[0], 200)
        body, _ = until(lambda: gateway.got('c-1', 'person'))[0]
        self.assertEqual((body['text'], body['notice']), ('Sam here.', None))
        gateway.say('c-1', QUESTION)
        gateway.say('c-2', QUESTION)
        until(lambda: gateway.got('c-2', 'ai'))
        self.assertFalse(gateway.got('c-1', 'ai'))
        self.assertEqual(gateway.api(agent, 'POST', '/conversations/%s/give-back' % seen['id'])[0], 200)
        gateway.say('c-1', 'What are your opening hours?')
        self.assertRegex(until(lambda: gateway.got('c-1', 'ai'))[0][0]['notice'], '^ai-notice')

    def test_nobody_without_a_token_sees_or_decides_anything(self):
        gateway = self.serve()
        for method, path in (('GET', '/reviews'), ('GET', '/conversations/shop/c-1'), ('POST', '/reviews/x/approve'),
                             ('POST', '/stop-ai'), ('GET', '/decisions/x'), ('GET', '/cases'), ('GET', '/desk/tickets')):
            self.assertEqual(gateway.http(method, '/api/v1' + path, '{}' if method == 'POST' else None)[0], 401, path)
            self.assertEqual(gateway.api('cs_' + '0' * 64, method, path, {} if method == 'POST' else None)[0], 401, path)


class Killed(Road):
    def test_what_was_accepted_is_answered_once_whenever_it_is_killed(self):
        gateway = self.serve()
        accepted = {}
        for number in range(20):
            for line in range(4):
                name = 'k-%d-%d' % (number, line)
                status, answer = gateway.say(name, QUESTION)
                self.assertEqual(status, 202)
                accepted[name] = answer['message']
            gateway.kill()
            gateway.start()
        until(lambda: set(accepted) <= {body['conversation'] for body, _ in gateway.got(by='ai')}, 120)
        keys = {}
        for body, headers in gateway.got():
            keys.setdefault((body['conversation'], body['text']), set()).add(headers['Idempotency-Key'])
        self.assertFalse([name for name, found in keys.items() if len(found) > 1], 'one text under two keys')
        for body, _ in gateway.got(by='ai'):
            self.assertEqual(body['in_reply_to'], accepted[body['conversation']])

    def test_a_duplicate_is_known_after_a_kill(self):
        gateway = self.serve()
        first = gateway.say('c-1', QUESTION, event='e-1')[1]
        gateway.kill()
        gateway.start()
        self.assertEqual(gateway.say('c-1', QUESTION, event='e-1'), (202, {'message': first['message'], 'duplicate': True}))
        self.assertEqual(gateway.say('c-1', 'Something else', event='e-1')[0], 409)

    def test_it_stops_in_peace_and_goes_on_where_it_was(self):
        gateway = self.serve()
        gateway.customers.answer = lambda body: (503, {})
        gateway.say('c-1', QUESTION)
        until(lambda: gateway.got('c-1', 'ai'))
        self.assertEqual(gateway.kill(signal.SIGTERM), 0)
        self.assertIn('stopped', gateway.log())
        gateway.customers.answer = lambda body: (200, {})
        tried = len(gateway.got('c-1', 'ai'))
        gateway.start()
        until(lambda: len(gateway.got('c-1', 'ai')) > tried)
        self.assertEqual(len({headers['Idempotency-Key'] for _, headers in gateway.got('c-1', 'ai')}), 1)

    def test_only_one_gateway_has_a_folder(self):
        gateway = self.serve()
        code, _, err = gateway.run('serve')
        self.assertEqual(code, 2)
        self.assertTrue(err.strip())
        self.assertEqual(gateway.http('GET', '/readyz')[0], 200)


class Policies(Road):
    RULE = ('policy: Everything is signed\nid: all-signed\nversion: 1\nowner: o@example.com\nwhy: [house_rule]\nmode: enforce\n'
            'at: reply\napplies_to: {written_by: ai}\nmust:\n  - be_approved_by: {role: team_lead, people: 1}\n'
            'if_not: %s\nexamples:\n  - given: {written_by: ai}\n    expect: hold_for_review\n')

    def test_a_good_change_is_in_force_without_a_restart_and_a_bad_one_is_not(self):
        gateway = self.serve()
        ready = lambda: gateway.http('GET', '/readyz')[1]
        before = ready()['policy_digest']
        gateway.write('policies/rules/99.yaml', self.RULE % 'hold_for_revue')
        until(lambda: ready()['policies'] != 'in force')
        self.assertEqual((gateway.http('GET', '/readyz')[0], ready()['policy_digest']), (200, before), 'the old set stays')
        gateway.say('c-1', QUESTION)
        until(lambda: gateway.got('c-1', 'ai'))
        gateway.write('policies/rules/99.yaml', self.RULE % 'hold_for_review')
        until(lambda: ready()['policies'] == 'in force')
        self.assertNotEqual(ready()['policy_digest'], before)
        gateway.say('c-2', QUESTION)
        reviewer = gateway.token('ana', 'reviewer')
        review = until(lambda: gateway.api(reviewer, 'GET', '/reviews')[1]['reviews'])[0]
        self.assertIn('all-signed', [reason['policy'] for reason in review['reasons']])
        self.assertFalse(gateway.got('c-2', 'ai'))

    def test_check_tells_every_problem_with_its_place(self):
        gateway = self.serve()
        self.assertEqual(gateway.run('check')[0], 0)
        gateway.write('policies/rules/99.yaml', self.RULE % 'hold_for_revue')
        gateway.write_config('colour: blue\nlog: {format: prose}\n')
        code, out, _ = gateway.run('check')
        self.assertEqual(code, 1)
        self.assertRegex(out, r'countersign\.yaml:\d+:\d+ C021 ')
        self.assertRegex(out, r'countersign\.yaml:\d+:\d+ C024 ')
        gateway.write_config()
        code, out, _ = gateway.run('check')
        self.assertEqual(code, 1)
        self.assertRegex(out, r'99\.yaml:\d+:\d+ P\d+ .*hold_for_revue.*hold_for_review')


class CommandLine(Road):
    def test_a_review_is_listed_shown_edited_and_signed_by_two(self):
        gateway = self.serve('openai')
        ana, bob = gateway.token('ana', 'reviewer'), gateway.token('bob', 'reviewer')
        review = self.held_review(gateway, ana, 'We will refund 180 EUR to your account.')
        code, out, _ = gateway.run('review', 'list', token=ana)
        self.assertEqual(code, 0)
        self.assertRegex(out, review['id'] + r'.*team_lead x2')
        code, out, _ = gateway.run('review', 'show', review['id'], token=ana)
        self.assertIn('refund 180 EUR', out)
        digest = re.search(r'^digest ([0-9a-f]{64})$', out, re.M).group(1)
        self.assertEqual(digest, review['digest'])
        self.assertEqual(gateway.run('review', 'approve', review['id'], '--digest', digest)[0], 2, 'no token is nobody')
        self.assertEqual(gateway.run('review', 'approve', review['id'], '--digest', '0' * 64, token=ana)[0], 1)
        code, out, _ = gateway.run('review', 'edit', review['id'], '--digest', digest, '--text', 'Your jacket is with us.', token=ana)
        self.assertEqual(code, 0)
        edited = re.search(r'^digest ([0-9a-f]{64})$', out, re.M).group(1)
        self.assertEqual(gateway.run('review', 'approve', review['id'], '--digest', edited, token=ana)[0], 2, 'the same person')
        self.assertFalse(gateway.got('c-1', 'ai_edited'))
        self.assertEqual(gateway.run('review', 'approve', review['id'], '--digest', edited, token=bob)[0], 0)
        self.assertIn('Your jacket is with us.', until(lambda: gateway.got('c-1', 'ai_edited'))[0][0]['text'])
        self.assertEqual(gateway.api(ana, 'POST', '/reviews/%s/approve' % review['id'], {'digest': edited})[0], 410)
        self.assertFalse([body for body, _ in gateway.got('c-1') if '180' in body['text']])

    def test_over_http_each_refusal_has_its_status(self):
        gateway = self.serve('openai')
        ana, operator = gateway.token('ana', 'reviewer'), gateway.token('olga', 'operator')
        review = self.held_review(gateway, ana, 'We will refund 50 EUR by Friday.')
        act = '/reviews/%s/approve' % review['id']
        self.assertEqual(gateway.api(operator, 'POST', act, {'digest': review['digest']})[0], 403)
        self.assertEqual(gateway.api(ana, 'POST', act, {'digest': '0' * 64})[0], 409)
        gateway.say('c-1', 'I mean the blue jacket that I returned on Monday.')
        until(lambda: len(gateway.api(ana, 'GET', '/reviews')[1]['reviews']) == 2)
        status, now = gateway.api(ana, 'POST', act, {'digest': review['digest']})
        self.assertEqual(status, 409, now)
        self.assertFalse(gateway.got('c-1', 'ai'))
        self.assertEqual(gateway.api(ana, 'POST', act, {'digest': now['digest']})[0], 200)
        until(lambda: gateway.got('c-1', 'ai'))
        self.assertEqual(gateway.api(ana, 'POST', act, {'digest': now['digest']})[0], 410)

    def test_stop_ai_and_start_ai(self):
        gateway = self.serve()
        self.assertEqual(gateway.run('stop-ai', '--channel', 'nosuch')[0], 2)
        self.assertEqual(gateway.run('stop-ai', '--channel', 'shop')[0], 0)
        self.assertEqual(gateway.http('GET', '/readyz')[1]['ai_stopped'], ['channel:shop'])
        gateway.say('c-1', QUESTION)
        until(lambda: gateway.got('c-1', 'system'))
        gateway.kill()
        gateway.start()
        gateway.say('c-2', QUESTION)
        until(lambda: gateway.got('c-2', 'system'))
        self.assertEqual(gateway.run('start-ai', '--channel', 'shop')[0], 0)
        gateway.say('c-3', QUESTION)
        until(lambda: gateway.got('c-3', 'ai'))
        self.assertFalse(gateway.got('c-1', 'ai') + gateway.got('c-2', 'ai'))


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:], verbosity=2)
