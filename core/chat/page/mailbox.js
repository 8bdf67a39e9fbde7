// What this browser keeps of a chat: the conversation's token, and the messages the gateway has not accepted yet, each
// with the id it will always have. One key per message, so that two tabs never overwrite each other. Where a browser
// allows no storage, everything lasts as long as the page.

class Memory {
  #map = new Map();
  getItem(key) { return this.#map.get(key) ?? null; }
  setItem(key, value) { this.#map.set(key, value); }
  removeItem(key) { this.#map.delete(key); }
  keys() { return [...this.#map.keys()]; }
}

// `open` may throw where a browser refuses.
function storage(open) {
  try {
    const store = open();
    const probe = 'countersign.probe';
    store.setItem(probe, '1');
    store.removeItem(probe);
    return store;
  } catch {
    return new Memory();
  }
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Mailbox {
  #store = storage(() => window.localStorage);
  #tab = storage(() => window.sessionStorage);
  #prefix;
  lasts = !(this.#store instanceof Memory);

  constructor(channel) {
    this.#prefix = `countersign.chat.${channel}.`;
  }

  get token() { return this.#store.getItem(this.#prefix + 'token'); }
  set token(token) {
    if (token) this.#store.setItem(this.#prefix + 'token', token);
    else this.#store.removeItem(this.#prefix + 'token');
  }

  // What is being written in this tab.
  get draft() { return this.#tab.getItem(this.#prefix + 'draft') ?? ''; }
  set draft(text) { this.#tab.setItem(this.#prefix + 'draft', text); }

  // The body is made once and sent as it is on every try: the same id with another body would be refused.
  add(text, locale, person) {
    const id = newId();
    const body = JSON.stringify({ id, text, locale, ...(person ? { person: true } : {}) });
    const item = { id, text, body, person, at: Date.now(), token: this.token, failed: '' };
    this.keep(item);
    return item;
  }
  keep(item) {
    this.#store.setItem(`${this.#prefix}out.${item.id}`, JSON.stringify(item));
  }
  remove(id) { this.#store.removeItem(`${this.#prefix}out.${id}`); }
  has(id) { return this.#store.getItem(`${this.#prefix}out.${id}`) !== null; }

  // Oldest first.
  get unsent() {
    const keys = this.#store.keys ? this.#store.keys() : Object.keys(this.#store);
    const items = [];
    for (const key of keys) {
      if (!key.startsWith(this.#prefix + 'out.')) continue;
      try {
        items.push(JSON.parse(this.#store.getItem(key)));
      } catch {
        this.#store.removeItem(key);
      }
    }
    return items.filter(Boolean).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  // Calls `told(name)` when another tab changed something; name is "token" or "out".
  onChange(told) {
    window.addEventListener('storage', (event) => {
      if (event.key === null) told('token');
      else if (event.key.startsWith(this.#prefix)) told(event.key.slice(this.#prefix.length).split('.')[0]);
    });
  }
}
