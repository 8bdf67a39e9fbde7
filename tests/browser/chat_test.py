"""The chat page and its widget in a real browser. Usage: chat_test.py PROGRAM STARTER_POLICIES [TEST …]
With COUNTERSIGN_PICTURES=FOLDER it leaves screenshots there."""
import os
import sys
import unittest

sys.dont_write_bytecode = True   # the source tree stays as it is
from visitor import Chat, Site, until

QUESTION = 'How long does standard delivery take?'
HOSTILE = ('<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> javascript:alert(1) '
           'https://help.example/a?b=1&c="x" (https://shop.example/x). https://bank.example@evil.example')


class Talking(Chat):
    def test_a_question_is_answered_and_labelled_as_ai(self):
        self.say(QUESTION)
        answer = self.wait_for('ai', 'three to five')
        self.assertIn('AI', answer.split('\n')[0])
        self.assertIn('AI assistant', answer)
        self.assertIn('Source', answer)
        self.settled()
        self.assertEqual(self.times(QUESTION), 1)
        self.assertEqual(self.browser.errors(), [])

    def test_who_writes_too_fast_is_told_so_and_loses_nothing(self):
        self.say('the first')
        self.settled()
        self.browser.run("""const token = localStorage.getItem('countersign.chat.web.token');
          return Promise.all([...Array(25).keys()].map((n) => fetch('../channels/web', { method: 'POST',
            headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
            body: JSON.stringify({ id: `fast-${n}`, text: `line ${n}`, locale: 'en' }) }).then((one) => one.status)))""")
        self.say('and one more')
        self.browser.until("return document.getElementById('banner').textContent.startsWith('You write quickly')")
        self.settled()
        self.assertEqual(self.times('and one more'), 1)

    def test_the_button_always_leads_to_a_person(self):
        self.say(QUESTION)
        self.wait_for('ai')
        self.assertEqual(self.browser.run("return document.getElementById('person').innerText"), 'Talk to a person')
        self.ask_a_person()
        self.browser.until("return document.getElementById('person').innerText === 'A person has been asked'")
        self.browser.until("return document.getElementById('state').innerText.includes('A person will answer')")
        self.assertEqual(self.conversation()['owner'], 'nobody')
        self.agent_says('Sam here, how can I help?')
        self.assertIn('Person', self.wait_for('person', 'Sam here'))
        self.browser.click('#person')   # is asked already: nothing more is sent
        self.assertEqual(self.times('I would like to talk to a person.'), 1)

    def test_the_page_speaks_the_visitors_language_and_its_button_works_in_it(self):
        self.browser.open(self.page + '?lang=pl')
        self.assertEqual(self.browser.run('return document.documentElement.lang'), 'pl')
        self.ask_a_person()
        self.assertEqual(self.conversation()['owner'], 'nobody')
        self.assertEqual(self.conversation()['language'], 'pl')

    def test_hostile_words_stay_words(self):
        self.browser.open(self.page)
        self.say(HOSTILE)
        self.ask_a_person()
        self.agent_says(HOSTILE)
        self.wait_for('person')
        self.settled()
        self.assertEqual(self.times('<script>window.hacked=1</script>'), 2)
        self.assertIsNone(self.browser.run('return window.hacked ?? null'))
        links = self.browser.run("return [...document.querySelectorAll('.person a')].map((a) => [a.href, a.rel, a.target])")
        rel = 'noopener noreferrer nofollow ugc'
        self.assertEqual(links, [['https://help.example/a?b=1&c=', rel, '_blank'], ['https://shop.example/x', rel, '_blank']])
        self.assertEqual(self.browser.errors(), [])

    def test_a_text_that_is_too_long_is_not_sent_and_not_cut(self):
        self.browser.run("document.getElementById('text').value = 'x'.repeat(4001);"
                         "document.getElementById('text').dispatchEvent(new Event('input'))")
        self.assertIn('1 characters too many', self.browser.run("return document.getElementById('left').innerText"))
        self.browser.type('#text', '\ue007')
        self.assertEqual(self.said(), [])
        self.assertEqual(self.browser.run("return document.getElementById('text').value.length"), 4001)

    def test_a_new_conversation_forgets_the_old_one_on_this_device(self):
        self.say(QUESTION)
        self.wait_for('ai')
        before = self.conversation()
        self.browser.click('#new')
        self.browser.click('#yes')
        self.browser.until('return document.querySelectorAll("#thread li").length === 0')
        self.say('What are your opening hours?')
        self.wait_for('ai', '8 to 18')
        self.assertEqual(self.times(QUESTION), 0)
        after = self.conversation()
        self.assertNotEqual(before['id'], after['id'])
        self.assertEqual(before['customer'], after['customer'])   # the same visitor: what they asked for still holds


class Losing(Chat):
    def test_a_reload_keeps_the_thread(self):
        self.say(QUESTION)
        self.wait_for('ai')
        self.settled()
        before = [one['words'] for one in self.said()]
        self.browser.reload()
        self.wait_for('ai')
        self.assertEqual([one['words'] for one in self.said()], before)

    def test_what_was_written_without_a_network_is_sent_once_and_in_order(self):
        self.say(QUESTION)
        self.wait_for('ai')
        self.browser.network(False)
        self.browser.until("return !document.getElementById('banner').hidden")
        for text in ('first offline line', 'second offline line'):
            self.say(text)
        self.assertEqual(self.browser.run("return document.querySelectorAll('.pending').length"), 2)
        self.browser.network(True)
        self.settled()
        own = [one['words'] for one in self.said() if one['kind'] == 'customer']
        self.assertEqual(own, [QUESTION, 'first offline line', 'second offline line'])
        kept = [one['text'] for one in self.conversation()['messages'] if one['written_by'] == 'customer']
        self.assertEqual(kept, own)
        self.browser.until("return document.getElementById('banner').hidden")

    def test_a_killed_gateway_loses_and_doubles_nothing(self):
        self.say(QUESTION)
        self.wait_for('ai')
        self.say('a line just before the end')   # may or may not have been accepted
        self.gateway.kill()
        self.say('a line for nobody')
        self.browser.until("return document.querySelector('.pending')?.innerText.includes('Waiting')")
        self.gateway.start()
        self.browser.reload()   # the outbox outlives the page
        self.settled()
        own = [QUESTION, 'a line just before the end', 'a line for nobody']
        self.browser.until("return document.querySelectorAll('li.customer').length === 3")
        self.assertEqual([one['words'] for one in self.said() if one['kind'] == 'customer'], own)
        until(lambda: [one['text'] for one in self.conversation()['messages'] if one['written_by'] == 'customer'] == own)

    def test_a_page_that_stays_open_over_a_restart_goes_on_by_itself(self):
        self.ask_a_person()
        self.gateway.kill()
        self.browser.until("return !document.getElementById('banner').hidden")
        self.gateway.start()
        self.agent_says('Back again.')
        self.wait_for('person', 'Back again.', seconds=60)
        self.assertEqual(self.times('Back again.'), 1)

    def test_two_tabs_show_the_same_once(self):
        self.say(QUESTION)
        self.wait_for('ai')
        second = self.browser.tab()
        self.browser.open(self.page)
        self.wait_for('ai')
        self.say('from the second tab')
        self.settled()
        self.browser.to(self.browser.first)
        self.wait_for('customer', 'from the second tab')
        self.say('from the first tab')
        self.settled()
        first = [one['words'] for one in self.said() if one['kind'] == 'customer']
        self.browser.to(second)
        self.wait_for('customer', 'from the first tab')
        self.settled()
        self.assertEqual([one['words'] for one in self.said() if one['kind'] == 'customer'], first)
        self.assertEqual(first, [QUESTION, 'from the second tab', 'from the first tab'])

    def test_a_double_click_sends_once(self):
        self.browser.type('#text', 'only once please')
        x, y = self.browser.run("const at = document.getElementById('send').getBoundingClientRect();"
                                "return [Math.round(at.x + at.width / 2), Math.round(at.y + at.height / 2)]")
        self.browser.click_at(x, y, times=2)
        self.settled()
        self.wait_for('customer', 'only once please')
        self.assertEqual(self.times('only once please'), 1)


CONTRAST = """
const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const parts = (c) => c.match(/[\\d.]+/g).map(Number);
const ground = (node) => { for (let at = node; at; at = at.parentElement) { const c = parts(getComputedStyle(at).backgroundColor);
  if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
const bad = [];
for (const node of document.querySelectorAll('body *')) {
  if (![...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim()) || !node.checkVisibility()) continue;
  if (node.closest('.hidden')) continue;
  const [a, b] = [light(parts(getComputedStyle(node).color).slice(0, 3)), light(ground(node))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < 4.5) bad.push([node.outerHTML.slice(0, 80), ratio]);
}
return bad"""
NAMELESS = """return [...document.querySelectorAll('button, a, textarea, [role=log], main')].filter((node) => node.checkVisibility() &&
  !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.[0]?.textContent)).map((node) => node.outerHTML)"""
SMALL = """return [...document.querySelectorAll('button, textarea')].filter((node) => node.checkVisibility()).map((node) => [node.id,
  node.getBoundingClientRect().width, node.getBoundingClientRect().height]).filter(([, w, h]) => w < 32 || h < 32)"""


class Looking(Chat):
    def full_thread(self):
        self.say(QUESTION)
        self.wait_for('ai')
        self.ask_a_person()
        self.agent_says('Hello, Sam here. I have your order in front of me: it leaves tomorrow.\n\n'
                        'You can follow it at https://shop.example/track/4711.')
        self.wait_for('person')
        self.settled()

    def test_everything_can_be_read_and_reached_at_every_size_and_in_both_schemes(self):
        self.full_thread()
        pictures = os.environ.get('COUNTERSIGN_PICTURES')
        for scheme in ('light', 'dark'):
            self.browser.scheme(scheme)
            for width, height in ((320, 640), (360, 740), (1280, 800)):
                self.browser.size(width, height)
                self.browser.run("document.getElementById('scroll').scrollTop = 1e6")
                self.assertEqual(self.browser.run(CONTRAST), [], scheme)
                self.assertEqual(self.browser.run(SMALL), [], width)
                self.assertLessEqual(self.browser.run('return document.documentElement.scrollWidth'), width)
                if pictures:
                    self.browser.picture(os.path.join(pictures, 'chat-%dx%d-%s.png' % (width, height, scheme)))
        self.assertEqual(self.browser.run(NAMELESS), [])
        log = self.browser.run("const at = document.getElementById('log'); return [at.getAttribute('role'), at.ariaLive]")
        self.assertEqual(log, ['log', 'polite'])

    def test_no_language_is_too_long_for_a_small_phone(self):
        self.browser.size(320, 568)
        for language in 'en de fr es it pt nl pl'.split():
            self.browser.open(self.page + '?lang=' + language)
            self.assertEqual(self.browser.run('return document.documentElement.lang'), language)
            self.assertLessEqual(self.browser.run('return document.documentElement.scrollWidth'), 320, language)
            self.assertEqual(self.browser.run(NAMELESS), [], language)
            pictures = os.environ.get('COUNTERSIGN_PICTURES')
            if pictures:
                self.browser.picture(os.path.join(pictures, 'empty-%s.png' % language))

    def test_the_keyboard_is_enough(self):
        self.assertEqual(self.browser.run('return document.activeElement.id'), 'text')
        self.browser.keys(*'one')
        self.browser.keys('enter', hold='shift')
        self.browser.keys(*'two')
        self.assertEqual(self.browser.run("return document.getElementById('text').value"), 'one\ntwo')
        self.browser.keys('enter')
        self.wait_for('customer', 'one')
        self.settled()
        self.browser.run("document.body.focus(); document.activeElement.blur(); window.getSelection().removeAllRanges()")
        order = []
        self.browser.run("document.getElementById('save').focus()")
        for _ in range(5):
            order.append(self.browser.run('return document.activeElement.id'))
            self.browser.keys('tab')
        self.assertEqual(order, ['save', 'new', 'scroll', 'person', 'text'])
        self.browser.run("document.getElementById('person').focus()")
        self.browser.keys('enter')
        self.wait_for('system')
        self.browser.run("document.getElementById('new').focus()")
        self.browser.keys('enter')
        self.assertTrue(self.browser.run("return document.getElementById('ask').open"))
        self.browser.keys('escape')
        self.assertFalse(self.browser.run("return document.getElementById('ask').open"))
        self.assertEqual(self.browser.run('return document.activeElement.id'), 'new')

    def test_nothing_moves_for_who_wants_it_so(self):
        self.browser.scheme('light', motion='reduce')
        self.assertEqual(self.browser.run("document.getElementById('state').className = 'busy';"
                                          "return getComputedStyle(document.getElementById('state'), '::after').animationName"), 'none')


class Embedded(Chat):
    def frames(self):
        """The pages that are shown in frames, whatever the shadow root hides from scripts."""
        tree = self.browser.devtools('Page.getFrameTree')['frameTree']
        return [one['frame'] for one in tree.get('childFrames', [])]

    def conversations(self):
        return len(self.gateway.api(self.agent, 'GET', '/desk/tickets')[1]['tickets'])

    def test_the_widget_opens_the_chat_on_another_site_and_a_message_gets_through(self):
        self.site.gateway = self.page[:-len('/chat/')]
        self.browser.open(self.site.url)
        self.browser.until("return document.querySelector('div') !== null")
        before = self.conversations()
        self.browser.size(1280, 800)
        self.browser.click_at(1280 - 44, 800 - 44)
        until(lambda: self.frames() and self.frames()[0]['url'].startswith(self.page + 'web'))
        self.browser.run('return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')

        def written():   # the frame takes the focus when it is ready
            self.browser.keys(*'hello there', 'enter')
            return self.conversations() > before
        until(written)
        if os.environ.get('COUNTERSIGN_PICTURES'):
            self.browser.picture(os.path.join(os.environ['COUNTERSIGN_PICTURES'], 'widget.png'))

    def test_a_site_that_may_not_show_the_chat_gets_an_empty_frame(self):
        other = Site()
        self.addCleanup(other.close)
        other.gateway = self.page[:-len('/chat/')]
        self.browser.open(other.url)
        self.browser.until("return document.querySelector('div') !== null")
        self.browser.click_at(1280 - 44, 800 - 44)
        until(lambda: any('frame-ancestors' in one for one in self.browser.errors()))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
