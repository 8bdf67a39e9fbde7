// The way to the gateway and back. Sender: one message after the other, the same bytes until they are accepted. Feed: the
// conversation's lines, by a stream where it is open and by asking where not. Both back off with jitter and keep what
// Retry-After says.

const LONGEST_PAUSE = 30_000; // milliseconds
const SILENCE = 45_000; // the gateway says something every 15 s: nothing for this long is a dead connection
const DEAF = 10_000; // a stream says something at once: nothing for this long, and something on the way holds it back
const WITHOUT_STREAM = 300_000; // for this long we only ask, then try a stream again
const ASKING_PAUSE = 3_000;
const HIDDEN_PAUSE = 15_000; // a page nobody looks at asks now and then, and leaves its connection to others

const sleep = (milliseconds, signal) => new Promise((done) => {
  const timer = setTimeout(done, milliseconds);
  signal?.addEventListener('abort', () => { clearTimeout(timer); done(); }, { once: true });
});

function pause(tries, response) {
  const after = Number(response?.headers.get('Retry-After'));
  const told = Number.isFinite(after) && after > 0 ? after * 1000 : 0;
  const grown = Math.min(LONGEST_PAUSE, 500 * 2 ** Math.min(tries, 7));
  return told + grown * (0.5 + Math.random() / 2);
}

const bearer = (token) => (token ? { Authorization: `Bearer ${token}` } : {});

// Only one tab at a time where the browser has locks; where it has none, the gateway drops what comes twice.
function alone(name, work) {
  return navigator.locks ? navigator.locks.request(`countersign.${name}`, work) : work();
}

export async function startConversation(channel, before) {
  const response = await fetch(`${channel}/start`, { method: 'POST', headers: bearer(before), cache: 'no-store' });
  if (!response.ok) throw response;
  return (await response.json()).token;
}

export class Sender {
  #channel; #mailbox; #told; #running = false; #again = false; #tries = 0; #wake = null;

  // `told(what, item, detail)`: "trying", "sent", "failed", "later" (detail: seconds), "slow" (the
  // same, because of how fast this visitor writes), "started" (a token was made).
  constructor(channel, mailbox, told) {
    this.#channel = channel;
    this.#mailbox = mailbox;
    this.#told = told;
  }

  async run() {
    this.#again = true;
    this.#wake?.abort();
    if (this.#running) return;
    this.#running = true;
    while (this.#again) {
      this.#again = false;
      const wait = await alone(`send.${this.#channel}`, () => this.#sendAll()).catch(() => pause(this.#tries++));
      if (!wait) continue;
      this.#wake = new AbortController();
      await sleep(wait, this.#wake.signal);
      this.#wake = null;
      this.#again = true;
    }
    this.#running = false;
  }

  // 0 when nothing is left to do, else the milliseconds to wait.
  async #sendAll() {
    for (const item of this.#mailbox.unsent) {
      if (item.failed || !this.#mailbox.has(item.id)) continue;
      if (!navigator.onLine) {
        this.#told('later', item);
        return LONGEST_PAUSE; // "online" wakes us
      }
      const wait = await this.#send(item);
      if (wait) return wait;
    }
    return 0;
  }

  async #send(item) {
    this.#told('trying', item);
    let response = null;
    try {
      const token = await this.#tokenFor(item);
      response = await fetch(`../channels/${this.#channel}`, {
        method: 'POST', body: item.body, cache: 'no-store',
        headers: { 'Content-Type': 'application/json', ...bearer(token) },
      });
    } catch (problem) {
      if (problem instanceof Response) response = problem;
    }
    if (response?.status === 202) {
      this.#tries = 0;
      this.#told('sent', item);
      this.#mailbox.remove(item.id);
      return 0;
    }
    const final = response && [400, 401, 403, 404, 410, 413, 415, 422].includes(response.status);
    if (final) {
      this.#mailbox.keep({ ...item, failed: response.status === 401 || response.status === 410 ? 'ended' : 'refused' });
      this.#told('failed', item);
      return 0;
    }
    const wait = pause(this.#tries++, response);
    const slow = response?.headers.get('Countersign-Limit') === 'conversation';
    const full = response && [429, 503].includes(response.status);
    this.#told(slow ? 'slow' : 'later', item, full ? Math.ceil(wait / 1000) : 0);
    return wait;
  }

  async #tokenFor(item) {
    if (item.token) return item.token;
    return alone(`start.${this.#channel}`, async () => {
      let token = this.#mailbox.token;
      if (!token) {
        token = await startConversation(this.#channel, null);
        token = this.#mailbox.token ?? token; // another tab without locks was faster: both use its conversation
        this.#mailbox.token = token;
        this.#told('started', item);
      }
      item.token = token;
      this.#mailbox.keep(item); // a try after a reload goes to the same conversation
      return token;
    });
  }
}

export class Feed {
  #channel; #told; #stop = null; #position = 0; #quiet = false; #tries = 0; #streamless = 0;

  // `told(what, detail)`: "lines" ({messages, state, more}), "connected", "lost", "ended".
  constructor(channel, told) {
    this.#channel = channel;
    this.#told = told;
  }

  follow(token) {
    this.#stop?.abort();
    this.#stop = new AbortController();
    this.#position = 0;
    this.#tries = 0;
    if (token) this.#loop(token, this.#stop);
  }

  // Nobody looks at the page (or somebody does again).
  set quiet(quiet) {
    if (this.#quiet === quiet) return;
    this.#quiet = quiet;
    this.nudge();
  }

  // The network is back, or the page is looked at again: try at once.
  nudge() { this.#stop?.signal.dispatchEvent(new Event('nudge')); }

  async #loop(token, stop) {
    const over = () => stop.signal.aborted;
    while (!over()) {
      const step = new AbortController();
      const end = () => step.abort();
      stop.signal.addEventListener('abort', end);
      stop.signal.addEventListener('nudge', end);
      let wait = 0;
      try {
        wait = await this.#ask(token, step.signal, over);
        if (wait === 0 && this.#quiet) wait = HIDDEN_PAUSE;
        else if (wait === 0 && Date.now() < this.#streamless) wait = ASKING_PAUSE * (1 + Math.random());
        else if (wait === 0) wait = await this.#stream(token, step.signal, over);
      } catch {
        wait = step.signal.aborted ? 1 : this.#lost(null);
      }
      if (over() || wait < 0) return;
      if (!step.signal.aborted) await sleep(wait, step.signal);
      stop.signal.removeEventListener('abort', end);
      stop.signal.removeEventListener('nudge', end);
    }
  }

  #lost(response) {
    this.#told('lost');
    return pause(this.#tries++, response);
  }

  // Everything behind our position. 0: all there; < 0: the conversation has ended; else milliseconds to wait.
  async #ask(token, signal, over) {
    for (let more = true; more;) {
      const response = await fetch(`${this.#channel}/messages?after=${this.#position}`,
        { headers: bearer(token), cache: 'no-store', signal });
      if (over()) return -1;
      if (response.status === 401 || response.status === 410 || response.status === 404) {
        this.#told('ended');
        return -1;
      }
      if (!response.ok) return this.#lost(response);
      const look = await response.json();
      if (over()) return -1;
      this.#take(look);
      more = look.more;
    }
    this.#tries = 0;
    this.#told('connected');
    return 0;
  }

  #take(look) {
    for (const line of look.messages) this.#position = Math.max(this.#position, line.position);
    this.#told('lines', look);
  }

  // Live until the connection ends: milliseconds to wait before the next one.
  async #stream(token, signal, over) {
    const response = await fetch(`${this.#channel}/events`, {
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(this.#position), ...bearer(token) },
      cache: 'no-store', signal,
    });
    if (!response.ok || !response.body) {
      this.#streamless = Date.now() + WITHOUT_STREAM;
      return pause(0, response);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let heard = false; ; heard = true) {
      const silence = new AbortController();
      const timer = sleep(heard ? SILENCE : DEAF, silence.signal).then(() => null);
      const read = await Promise.race([reader.read(), timer]);
      silence.abort();
      if (over()) return -1;
      if (read === null || read.done) {
        reader.cancel().catch(() => {});
        if (read === null && !heard) this.#streamless = Date.now() + WITHOUT_STREAM;
        return read === null ? 1 : 200 + Math.random() * 800;
      }
      const parts = (rest + read.value).split('\n\n');
      rest = parts.pop();
      for (const part of parts) this.#event(part);
    }
  }

  #event(part) {
    const data = part.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
    if (data.length) this.#take(JSON.parse(data.join('\n')));
  }
}
