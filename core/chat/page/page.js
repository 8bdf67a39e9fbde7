// The chat page: what its parts do when a visitor or the gateway does something.
import { Feed, Sender, startConversation } from './link.js';
import { Mailbox } from './mailbox.js';
import { Thread } from './thread.js';
import { choose, wordsOf } from './words.js';

const LONGEST = 4000; // characters, as JavaScript counts them
const COUNT_FROM = 3500;
const GROWS = CSS.supports('field-sizing', 'content');

const root = document.documentElement;
const at = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const framed = window.parent !== window;
const { channel } = root.dataset;
const { language, locale } = choose([query.get('lang'), ...navigator.languages].filter(Boolean));
const words = wordsOf(language);

const mailbox = new Mailbox(channel);
const thread = new Thread(at('thread'), at('scroll'), words, locale, act);
const feed = new Feed(channel, heard);
const sender = new Sender(channel, mailbox, sending);
let state = { with: 'ai', busy: false };
let unread = 0;
let looked = !framed;
let first = true;
let lost = false;
let note = '';

function label(id, key) {
  at(id).setAttribute('aria-label', words(key));
  at(id).title = words(key);
}

function dress() {
  root.lang = language;
  const title = root.dataset.title || words('chat');
  at('title').textContent = title;
  document.title = title;
  at('greeting').textContent = words('hello');
  at('greeting2').textContent = words('hello2');
  label('save', 'save');
  label('new', 'newChat');
  label('close', 'close');
  at('log').setAttribute('aria-label', words('log'));
  at('scroll').setAttribute('aria-label', words('log'));
  at('label').textContent = words('placeholder');
  at('text').placeholder = words('placeholder');
  at('send').lastElementChild.textContent = words('send');
  at('asktitle').textContent = words('newTitle');
  at('asktext').textContent = words('newText');
  at('yes').textContent = words('newYes');
  at('no').textContent = words('no');
  at('close').hidden = !framed;
}

function show() {
  at('subtitle').textContent = words({ ai: 'withAi', checking: 'withChecking', waiting: 'withWaiting', person: 'withPerson' }[state.with]);
  at('state').textContent = state.busy ? words('busy') : { waiting: words('waitingNow'), checking: words('checkingNow') }[state.with] ?? '';
  at('state').classList.toggle('busy', state.busy);
  const asked = state.with === 'waiting' || state.with === 'person' || mailbox.unsent.some((item) => item.person && !item.failed);
  const button = at('person');
  button.setAttribute('aria-disabled', String(asked));
  button.lastElementChild.textContent = words(!asked ? 'talk' : state.with === 'person' ? 'talking' : 'asked');
  at('empty').hidden = !thread.empty;
  for (const id of ['save', 'new']) at(id).hidden = thread.empty;
  banner();
}

function banner() {
  const text = !navigator.onLine || lost ? words('offline') : note || (mailbox.lasts ? '' : words('unkept'));
  if (at('banner').textContent !== text) at('banner').textContent = text;
  at('banner').hidden = !text;
}

// Messages of this browser that the gateway has not accepted, from this tab or another.
function showUnsent() {
  const unsent = mailbox.unsent;
  const kept = new Set(unsent.map((item) => item.id));
  for (const id of thread.pendingIds) if (!kept.has(id)) thread.leave(id);
  for (const item of unsent) {
    if (!item.failed && item.token && mailbox.token && item.token !== mailbox.token) continue; // of the conversation before
    thread.put(item, item.failed || (thread.fateOf(item.id) ?? 'sending'));
  }
}

function heard(what, look) {
  if (what === 'lines') {
    const fresh = thread.add(look.messages);
    if (!first && fresh && (document.hidden || !looked)) count(unread + fresh);
    state = look.state;
    if (!look.more && first) {
      first = false;
      thread.toEnd();
      at('log').setAttribute('aria-live', 'polite'); // what was there before the visit is not read aloud
    }
  } else if (what === 'ended') {
    mailbox.token = null;
    begin();
    note = words('over2');
  } else {
    lost = what === 'lost';
  }
  show();
}

function sending(what, item, detail) {
  note = detail ? words(what === 'slow' ? 'fast' : 'full', detail) : '';
  if (what === 'started') begin(mailbox.token);
  else if (what === 'sent') thread.put(item, 'sent');
  else if (what === 'later' || what === 'slow') thread.put(item, 'waiting');
  else if (what === 'failed') refused(item.id);
  else thread.put(item, thread.fateOf(item.id) === 'waiting' ? 'waiting' : 'sending');
  show();
}

function refused(id) {
  const item = mailbox.unsent.find((one) => one.id === id);
  if (item?.failed === 'ended' && item.token === mailbox.token) heard('ended');
  showUnsent();
}

// Follows the conversation of `token`; null: there is none yet.
function begin(token = null) {
  first = true;
  at('log').setAttribute('aria-live', token ? 'off' : 'polite');
  state = { with: 'ai', busy: false };
  feed.follow(token);
  showUnsent();
}

function say(text, person) {
  const item = mailbox.add(text, locale, person);
  note = '';
  thread.put(item, 'sending');
  show();
  sender.run();
}

function act(what, id) {
  const item = mailbox.unsent.find((one) => one.id === id);
  mailbox.remove(id);
  thread.drop(id);
  if (what === 'retry' && item) say(item.text, item.person);
  at('text').focus();
  show();
}

function length() {
  const left = LONGEST - at('text').value.length;
  at('left').textContent = left < 0 ? words('over', -left) : left < LONGEST - COUNT_FROM ? words('left', left) : '';
  at('left').classList.toggle('over', left < 0);
  at('send').setAttribute('aria-disabled', String(left < 0 || !at('text').value.trim()));
  if (!GROWS) {
    at('text').style.height = 'auto';
    at('text').style.height = `${at('text').scrollHeight + 2}px`;
  }
  mailbox.draft = at('text').value;
}

function submit() {
  const text = at('text').value.trim();
  if (!text || at('text').value.length > LONGEST) return;
  at('text').value = '';
  length();
  say(text, false);
}

function count(n) {
  unread = n;
  const title = at('title').textContent;
  document.title = n ? `(${n}) ${title}` : title;
  if (framed) window.parent.postMessage({ countersign: 'unread', unread: n }, '*');
}

function attention() {
  feed.quiet = document.hidden || !looked;
  if (!document.hidden && looked) count(0);
}

function transcript() {
  const lines = thread.lines.map((line) => `[${new Date(line.at).toLocaleString(locale)}] ${thread.author(line)}\n${line.text}\n`);
  const file = new Blob([lines.join('\n')], { type: 'text/plain' });
  const save = document.createElement('a');
  save.href = URL.createObjectURL(file);
  save.download = `chat-${new Date().toISOString().slice(0, 10)}.txt`;
  save.click();
  setTimeout(() => URL.revokeObjectURL(save.href), 60_000);
}

async function another() {
  const before = mailbox.token;
  mailbox.token = null;
  thread.clear();
  begin();
  show();
  at('text').focus();
  if (!before) return;
  try { // the same visitor, so that what they asked for once still holds
    const token = await startConversation(channel, before);
    if (!mailbox.token) mailbox.token = token;
  } catch { /* the first message starts it */ }
  if (mailbox.token) begin(mailbox.token);
}

function listen() {
  at('form').addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  at('text').addEventListener('input', length);
  at('text').addEventListener('keydown', (event) => {
    const newline = event.shiftKey || event.isComposing || matchMedia('(pointer: coarse)').matches;
    if (event.key !== 'Enter' || newline) return;
    event.preventDefault();
    if (!event.repeat) submit();
  });
  at('person').addEventListener('click', () => {
    if (at('person').getAttribute('aria-disabled') !== 'true') say(words('phrase'), true);
  });
  at('save').addEventListener('click', transcript);
  at('new').addEventListener('click', () => at('ask').showModal());
  at('ask').addEventListener('close', () => {
    if (at('ask').returnValue === 'yes') another();
    at('ask').returnValue = '';
  });
  at('close').addEventListener('click', () => window.parent.postMessage({ countersign: 'close' }, '*'));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && framed && !at('ask').open) window.parent.postMessage({ countersign: 'close' }, '*');
  });
  mailbox.onChange((what) => {
    if (what === 'token') { thread.clear(); begin(mailbox.token); }
    showUnsent();
    show();
  });
  window.addEventListener('online', () => { feed.nudge(); sender.run(); show(); });
  window.addEventListener('offline', show);
  window.addEventListener('message', (event) => { // from the site that shows us: opened or closed, nothing else
    if (event.source !== window.parent || event.data?.countersign !== 'looked') return;
    looked = event.data.looked === true;
    if (looked) at('text').focus();
    attention();
  });
  document.addEventListener('visibilitychange', () => { attention(); if (!document.hidden) sender.run(); });
  setInterval(() => { if (mailbox.unsent.length) sender.run(); }, 5_000); // what a closed tab left behind
}

dress();
listen();
at('text').value = mailbox.draft;
length();
begin(mailbox.token);
attention();
show();
sender.run();
if (!framed) at('text').focus();
