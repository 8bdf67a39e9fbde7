"""A real browser for tests: Debian's chromium over the WebDriver protocol (W3C), which is JSON over HTTP. Loopback only, any
free port, a fresh profile, nothing but the standard library."""
import base64
import http.client
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time

ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
KEYS = {'enter': '\ue007', 'tab': '\ue004', 'escape': '\ue00c', 'shift': '\ue008', 'space': '\ue00d'}
ARGUMENTS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
             '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--lang=en-GB',
             '--disable-extensions', '--disable-default-apps', '--no-proxy-server', '--force-device-scale-factor=1']


class BrowserError(AssertionError):
    pass


class Browser:
    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix='countersign-browser-')
        self.driver = subprocess.Popen(['chromedriver', '--port=0'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.STDOUT, text=True, env=dict(os.environ, HOME=self.profile))
        self.port = self._port()
        threading.Thread(target=self._drain, daemon=True).start()
        self.session = None
        told = self.call('POST', '/session', {'capabilities': {'alwaysMatch': {
            'browserName': 'chrome', 'pageLoadStrategy': 'normal', 'goog:loggingPrefs': {'browser': 'ALL'},
            'goog:chromeOptions': {'args': ARGUMENTS + ['--user-data-dir=' + self.profile]}}}})
        self.session = told['sessionId']
        self.first = self.window()

    def _port(self):
        for line in self.driver.stdout:
            found = re.search(r'started successfully on port (\d+)', line)
            if found:
                return int(found.group(1))
        raise BrowserError('chromedriver did not start')

    def _drain(self):
        for _ in self.driver.stdout:
            pass

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        try:
            root = '/session/' + self.session if self.session else ''
            connection.request(method, root + path, None if method != 'POST' else json.dumps(body or {}),
                               {'Content-Type': 'application/json'})
            answer = connection.getresponse()
            value = json.loads(answer.read())['value']
        finally:
            connection.close()
        if answer.status != 200:
            raise BrowserError('%s: %s' % (value['error'], value['message'].split('\n')[0]))
        return value

    def close(self):
        try:
            self.call('DELETE', '')
        except (BrowserError, OSError):
            pass
        self.driver.terminate()
        self.driver.wait(30)
        shutil.rmtree(self.profile, ignore_errors=True)

    # Pages.
    def open(self, url):
        self.call('POST', '/url', {'url': url})

    def reload(self):
        self.call('POST', '/refresh')

    def run(self, script, *arguments):
        return self.call('POST', '/execute/sync', {'script': script, 'args': list(arguments)})

    def until(self, script, *arguments, seconds=30):
        """Runs the script every few hundredths of a second until it answers something true; gives that."""
        end = time.monotonic() + seconds
        while True:
            found = self.run(script, *arguments)
            if found:
                return found
            if time.monotonic() > end:
                raise BrowserError('it did not happen in %d s: %s\n%s' % (
                    seconds, script, self.run('return document.body.innerText')))
            time.sleep(0.05)

    def errors(self):
        """What the console said since the last time that is an error (a refused script, an exception)."""
        return [one['message'] for one in self.call('POST', '/se/log', {'type': 'browser'}) if one['level'] == 'SEVERE']

    # Windows.
    def window(self):
        return self.call('GET', '/window')

    def tab(self):
        handle = self.call('POST', '/window/new', {'type': 'tab'})['handle']
        self.to(handle)
        return handle

    def to(self, handle):
        self.call('POST', '/window', {'handle': handle})

    def close_others(self):
        for handle in self.call('GET', '/window/handles'):
            if handle != self.first:
                self.to(handle)
                self.call('DELETE', '/window')
        self.to(self.first)

    # Hands.
    def find(self, selector):
        return self.call('POST', '/element', {'using': 'css selector', 'value': selector})[ELEMENT]

    def click(self, selector):
        self.call('POST', '/element/%s/click' % self.find(selector))

    def type(self, selector, text):
        self.call('POST', '/element/%s/value' % self.find(selector), {'text': text})

    def keys(self, *names, hold=None):
        """Presses keys where the focus is; names of KEYS or single characters."""
        actions = [{'type': 'keyDown', 'value': KEYS[hold]}] if hold else []
        for name in names:
            key = KEYS.get(name, name)
            actions += [{'type': 'keyDown', 'value': key}, {'type': 'keyUp', 'value': key}]
        actions += [{'type': 'keyUp', 'value': KEYS[hold]}] if hold else []
        self.call('POST', '/actions', {'actions': [{'type': 'key', 'id': 'keyboard', 'actions': actions}]})

    def click_at(self, x, y, times=1):
        press = [{'type': 'pointerDown', 'button': 0}, {'type': 'pointerUp', 'button': 0}]
        self.call('POST', '/actions', {'actions': [{
            'type': 'pointer', 'id': 'mouse', 'parameters': {'pointerType': 'mouse'},
            'actions': [{'type': 'pointerMove', 'duration': 0, 'x': x, 'y': y}] + press * times}]})

    # The world around.
    def devtools(self, command, **parameters):
        return self.call('POST', '/goog/cdp/execute', {'cmd': command, 'params': parameters})

    def size(self, width, height):
        self.devtools('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)

    def scheme(self, name, motion='no-preference'):
        self.devtools('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': name},
                                                              {'name': 'prefers-reduced-motion', 'value': motion}])

    def network(self, online):
        self.devtools('Network.enable')
        self.devtools('Network.emulateNetworkConditions', offline=not online, latency=0, downloadThroughput=-1,
                      uploadThroughput=-1)

    def picture(self, path):
        with open(path, 'wb') as file:
            file.write(base64.b64decode(self.call('GET', '/screenshot')))
