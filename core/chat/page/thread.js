// The conversation on the screen. Lines come from the gateway and are shown in its order; what was not accepted yet
// stands behind them. Every line is known by its id, so that nothing is shown twice.
import { element, paragraphs } from './text.js';

export class Thread {
  #list; #scroll; #words; #locale; #lines = new Map(); #pending = new Map(); #act;

  // `act(what, id)`: "retry" or "remove" was pressed at a message that was not sent.
  constructor(list, scroll, words, locale, act) {
    this.#list = list;
    this.#scroll = scroll;
    this.#words = words;
    this.#locale = locale;
    this.#act = act;
  }

  get empty() { return this.#lines.size + this.#pending.size === 0; }
  get lines() { return [...this.#lines.values()].map((one) => one.line); }
  get pendingTexts() { return [...this.#pending.values()].map((one) => one.item.text); }

  clear() {
    this.#lines.clear();
    this.#pending.clear();
    this.#list.replaceChildren();
  }

  // How many of these lines are new and not the customer's own.
  add(lines) {
    const atEnd = this.#atEnd();
    let fresh = 0;
    for (const line of lines) {
      if (this.#lines.has(line.id)) continue;
      const node = this.#node(line);
      const own = line.event ? line.event.split('.').pop() : '';
      this.#lines.set(line.id, { line, node });
      this.drop(own);
      this.#list.insertBefore(node, this.#firstPending());
      if (line.written_by !== 'customer') fresh += 1;
    }
    if (atEnd && lines.length) this.toEnd();
    return fresh;
  }

  // A message that the gateway has not shown back yet; `fate`: sending, waiting, sent, refused, ended.
  put(item, fate) {
    if ([...this.#lines.values()].some((one) => one.line.event?.endsWith(`.${item.id}`))) return;
    const before = this.#pending.get(item.id);
    if (before?.fate === fate) return;
    const node = this.#pendingNode(item, fate);
    if (before) before.node.replaceWith(node);
    else this.#list.append(node);
    this.#pending.set(item.id, { item, fate, node });
    if (!before) this.toEnd();
  }

  drop(id) {
    const pending = this.#pending.get(id);
    if (!pending) return;
    pending.node.remove();
    this.#pending.delete(id);
  }
  // Another tab sent it, or took it away because it could not be sent.
  leave(id) {
    const pending = this.#pending.get(id);
    if (pending.fate === 'refused' || pending.fate === 'ended') this.drop(id);
    else this.put(pending.item, 'sent');
  }
  fateOf(id) { return this.#pending.get(id)?.fate; }
  get pendingIds() { return [...this.#pending.keys()]; }

  toEnd() { this.#scroll.scrollTop = this.#scroll.scrollHeight; }
  #atEnd() { return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < 80; }
  #firstPending() { return this.#pending.values().next().value?.node ?? null; }

  author(line) {
    return this.#words({ ai: 'ai', ai_edited: 'aiEdited', person: 'member', system: 'system', customer: 'you' }[line.written_by]);
  }

  #node(line) {
    const node = element('li', line.written_by);
    node.dataset.id = line.id;
    const from = element('div', 'from');
    if (line.written_by === 'ai' || line.written_by === 'ai_edited') from.append(element('span', 'badge', this.#words('aiBadge')));
    if (line.written_by === 'person') from.append(element('span', 'badge', this.#words('memberBadge')));
    from.append(element('span', line.written_by === 'customer' ? 'hidden' : '', this.author(line)), ' ', this.#time(line.at));
    node.append(from, paragraphs(line.text));
    return node;
  }

  #time(at) {
    const date = new Date(at);
    const time = element('time');
    const today = date.toDateString() === new Date().toDateString();
    const how = today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
    time.dateTime = at;
    time.textContent = new Intl.DateTimeFormat(this.#locale, how).format(date);
    return time;
  }

  #pendingNode(item, fate) {
    const failed = fate === 'refused' || fate === 'ended';
    const node = element('li', `customer pending${failed ? ' failed' : ''}`);
    const state = element('div', 'fate');
    state.append(element('span', '', this.#words(fate)));
    if (failed)
      for (const what of ['retry', 'remove']) {
        const button = element('button', '', this.#words(what));
        button.type = 'button';
        button.addEventListener('click', () => this.#act(what, item.id));
        state.append(button);
      }
    const from = element('div', 'from');
    from.append(element('span', 'hidden', this.#words('you')));
    node.append(from, paragraphs(item.text), state);
    return node;
  }
}
