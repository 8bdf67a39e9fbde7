"""What the tests of the chat page share: a gateway with a web chat, a browser in a visitor's hands, and somebody's shop
with the widget on it. Used by chat_test.py, whose arguments are PROGRAM STARTER_POLICIES."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'road'))
from driver import Browser
from process import Process, until   # until: for the tests too
from outside import Outside

PROGRAM, STARTER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SAID = """return [...document.querySelectorAll('#thread li')].map((li) => ({
  kind: li.className, words: li.querySelector('.words').textContent, all: li.innerText}))"""


class Site(Outside):
    """Somebody's shop, on another origin, with the widget on it."""
    gateway = ''

    def get(self, handler):
        handler.answer(200, ('<!doctype html><title>Shop</title><h1>Shop</h1><script src="%s/chat/widget.js" data-channel="web" '
                             'async></script>' % self.gateway).encode(), 'text/html')


class Chat(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
        cls.site = Site()
        cls.addClassCleanup(cls.site.close)
        cls.gateway = Process(PROGRAM, STARTER, channels='  - {name: web, plugin: channel.webchat, settings: {title: Example Shop, '
                              'origins: "%s"}}\n' % cls.site.url)
        cls.addClassCleanup(cls.gateway.close)
        cls.gateway.start()
        cls.gateway.stay_on_port()
        cls.agent = cls.gateway.token('sam', 'agent')

    def setUp(self):
        self.browser.network(True)
        self.browser.close_others()
        self.browser.size(1280, 800)
        self.browser.scheme('light')
        self.page = 'http://127.0.0.1:%d/chat/' % self.gateway.port
        self.browser.open(self.page + 'assets/icon.svg')
        self.browser.run('localStorage.clear(); sessionStorage.clear()')
        self.browser.open(self.page)
        self.browser.errors()

    # What the visitor does and sees.
    def say(self, text, key='\ue007'):
        self.browser.type('#text', text + key)

    def said(self):
        return self.browser.run(SAID)

    def wait_for(self, kind, words='', seconds=30):
        return self.browser.until(
            """return [...document.querySelectorAll('#thread li')].find(
                 (li) => li.classList.contains(arguments[0]) && li.innerText.includes(arguments[1]))?.innerText""",
            kind, words, seconds=seconds)

    def times(self, words):
        return sum(words in one['words'] for one in self.said())

    def settled(self):
        self.browser.until("return document.querySelectorAll('.pending').length === 0")

    # What the company's side sees.
    def conversation(self):
        token = self.browser.run("return localStorage.getItem('countersign.chat.web.token')")
        return self.gateway.api(self.agent, 'GET', '/conversations/web/' + token.split('.')[2])[1]

    def agent_says(self, text):
        done = self.gateway.api(self.agent, 'POST', '/conversations/%s/reply' % self.conversation()['id'], {'text': text})
        self.assertEqual(done[0], 200, done)

    def ask_a_person(self):
        self.browser.click('#person')
        self.wait_for('system')
