// A button for any site that opens the chat page in a frame:
//   <script src="https://gateway.example/chat/widget.js" data-channel="web" async></script>
// Attributes: data-channel, data-lang, data-label (the button's name), data-side ("left" or "right"), data-color.
// Everything lives in a closed shadow root; nothing of the site is read, and the site sees nothing of the chat.
(() => {
  const script = document.currentScript;
  if (!script || window.countersignChat) return;
  window.countersignChat = true;
  const source = new URL(script.src);
  const channel = /^[a-z0-9_-]{1,64}$/.test(script.dataset.channel ?? '') ? script.dataset.channel : '';
  const page = new URL(channel, new URL('.', source));
  const language = script.dataset.lang || document.documentElement.lang;
  if (language) page.searchParams.set('lang', language);
  const names = {
    de: ['Chat öffnen', 'Chat schließen'], fr: ['Ouvrir le chat', 'Fermer le chat'], es: ['Abrir chat', 'Cerrar chat'],
    it: ['Apri chat', 'Chiudi chat'], pt: ['Abrir chat', 'Fechar chat'], nl: ['Chat openen', 'Chat sluiten'],
    pl: ['Otwórz czat', 'Zamknij czat'], en: ['Open chat', 'Close chat'],
  };
  const best = [language, ...navigator.languages].filter(Boolean).map((one) => one.slice(0, 2).toLowerCase());
  const [openName, closeName] = names[best.find((one) => one in names) ?? 'en'];
  const side = script.dataset.side === 'left' ? 'left' : 'right';
  const color = CSS.supports('color', script.dataset.color ?? '') ? script.dataset.color : '#0f5c63';

  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet(); // made here, so that a site's own style-src does not stand in its way
  sheet.replaceSync(`
    :host { all: initial; }
    button { position: fixed; inset-block-end: 1rem; ${side}: 1rem; z-index: 2147483000; display: grid; place-items: center;
      inline-size: 3.5rem; block-size: 3.5rem; border: 0; border-radius: 50%; cursor: pointer; color: #fff; background: ${color};
      box-shadow: 0 .25rem 1rem rgb(0 0 0 / .3); }
    button:focus-visible { outline: 3px solid ${color}; outline-offset: 3px; }
    svg { inline-size: 1.7rem; block-size: 1.7rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    span { position: absolute; inset-block-start: -.2rem; inset-inline-end: -.2rem; min-inline-size: 1.3rem; padding: 0 .3rem; border-radius: 1rem;
      background: #a3122a; color: #fff; font: 700 .8rem/1.3rem system-ui, sans-serif; text-align: center; }
    iframe { position: fixed; inset-block-end: 5.25rem; ${side}: 1rem; z-index: 2147483000; inline-size: 24rem; block-size: min(40rem, calc(100vh - 6.5rem));
      border: 1px solid rgb(0 0 0 / .2); border-radius: 1rem; background: #fff; box-shadow: 0 .5rem 2.5rem rgb(0 0 0 / .3); color-scheme: light dark; }
    [hidden] { display: none; }
    @media (max-width: 30rem), (max-height: 26rem) {
      iframe { inset: 0; inline-size: 100%; block-size: 100%; border: 0; border-radius: 0; }
      button.opened { display: none; }
    }`);
  shadow.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  button.type = 'button';
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M7 4h10a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3h-4l-5 4v-4H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zM8 9h8M8 12h5');
  svg.append(path);
  const badge = document.createElement('span');
  badge.hidden = true;
  button.append(svg, badge);
  shadow.append(button);
  let frame = null;

  function name(unread) {
    const opened = Boolean(frame) && !frame.hidden;
    const label = opened ? closeName : script.dataset.label || openName;
    button.setAttribute('aria-label', unread ? `${label} (${unread})` : label);
    button.setAttribute('aria-expanded', String(opened));
    button.classList.toggle('opened', opened);
    badge.textContent = unread > 99 ? '99+' : String(unread);
    badge.hidden = !unread;
  }

  const tell = () => frame.contentWindow?.postMessage({ countersign: 'looked', looked: !frame.hidden }, source.origin);

  function toggle(open) {
    if (!frame && open) {
      frame = document.createElement('iframe');
      frame.src = page.href;
      frame.title = script.dataset.label || openName;
      frame.addEventListener('load', tell);
      shadow.append(frame);
    }
    if (!frame) return;
    frame.hidden = !open;
    tell();
    name(0);
    if (open) frame.focus();
    else button.focus();
  }

  button.addEventListener('click', () => toggle(!frame || frame.hidden));
  window.addEventListener('message', (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== source.origin) return;
    if (event.data?.countersign === 'close') toggle(false);
    if (event.data?.countersign === 'unread' && frame.hidden) name(Number(event.data.unread) || 0);
  });
  name(0);
  (document.body ?? document.documentElement).append(host);
})();
