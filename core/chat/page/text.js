// Words into the page without ever being markup: everything a person or a machine wrote goes through textContent.

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const ADDRESS = /https?:\/\/[^\s<>"'\u00ab\u00bb\u201c\u201d\u2018\u2019\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gi;

// "(see https://a.example/x)." ends before ")." but "https://a.example/(x)" keeps its bracket.
function trimmed(address) {
  let end = address.length;
  for (;;) {
    const last = address[end - 1];
    const open = address.slice(0, end).split('(').length;
    const shut = address.slice(0, end).split(')').length;
    if (/[.,;:!?\]}*_]/.test(last) || (last === ')' && shut > open)) end -= 1;
    else return address.slice(0, end);
  }
}

function link(address) {
  let parsed;
  try {
    parsed = new URL(address);
  } catch {
    return null;
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
  if (parsed.username || parsed.password) return null; // "https://bank.example@evil.example" reads like another site
  const made = element('a', '', address);
  made.href = parsed.href;
  made.target = '_blank';
  made.rel = 'noopener noreferrer nofollow ugc';
  made.dir = 'ltr';
  return made;
}

function fill(paragraph, text) {
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = trimmed(found[0]);
    const made = link(address);
    if (!made) continue;
    paragraph.append(text.slice(at, found.index), made);
    at = found.index + address.length;
  }
  paragraph.append(text.slice(at));
}

// Paragraphs, each with the direction of its own words.
export function paragraphs(text) {
  const words = element('div', 'words');
  for (const part of text.split(/\n{2,}/)) {
    if (!part.trim()) continue;
    const paragraph = element('p');
    paragraph.dir = 'auto';
    fill(paragraph, part);
    words.append(paragraph);
  }
  return words;
}
