"""Writes the training texts of the tagger of names and addresses: python3 make_texts.py DATA_DIR STRINGS_DIR > texts.

Each line is one text: 0x01 opens a name, 0x02 an address, 0x03 closes it, 0x04 stands for a line end. Parts: labelled rows of
pii_spans.jsonl, also with their names and addresses exchanged; sentences of phrases.py; forum sentences whose names were taken
out ([NAME]), with new ones put in; support questions without any; a chat program's sentences in eight languages
(STRINGS_DIR, src/i18n/strings of matrix-react-sdk 3.82.0), whose places for a person's name get one. A fixed generator and Faker 0.9.3's fixed lists: the same
input makes the same bytes."""
import json
import re
import sys

import gazetteer
import phrases

NAME, ADDRESS, CLOSE, LINE = '\x01', '\x02', '\x03', '\x04'


class Dice:
    """xorshift32: the same numbers with every version of Python."""

    def __init__(self, state):
        self.state = state

    def below(self, count):
        s = self.state
        s ^= s << 13 & 0xFFFFFFFF
        s ^= s >> 17
        s ^= s << 5 & 0xFFFFFFFF
        self.state = s
        return s % count

    def one_in(self, count):
        return self.below(count) == 0

    def pick(self, things):
        return things[self.below(len(things))]

    def digits(self, low, high):
        return ''.join(self.pick('0123456789') for _ in range(low + self.below(high - low + 1)))

    def number(self, most):
        return str(1 + self.below(most))


PLACES, COMMON = gazetteer.load()
MAIN = ['us', 'gb', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl']
COUNTRY_OF = {'en': ['us', 'gb', 'in', 'nz'], 'de': ['de', 'at', 'ch'], 'fr': ['fr'], 'es': ['es', 'mx'], 'it': ['it'],
              'pt': ['pt', 'br'], 'nl': ['nl'], 'pl': ['pl']}
ALL = sorted(PLACES)
ALL_TOWNS = sorted({t for c in ALL for t in PLACES[c]['towns'] if t.isascii() or c not in ('gr', 'ru')})


def country_for(dice, language):
    if dice.one_in(3):
        return dice.pick(ALL)
    return dice.pick(COUNTRY_OF[language])


def strange(dice, word):
    """A name nobody has: so that the tagger learns from what stands around it."""
    vowels, others = 'aeiou', 'bdfghjklmnprstvz'
    out = []
    for letter in word:
        low = letter.lower()
        if dice.one_in(2) and low in vowels + others:
            new = dice.pick(vowels if low in vowels else others)
            out.append(new.upper() if letter != low else new)
        else:
            out.append(letter)
    return ''.join(out)


def given(dice, country):
    name = dice.pick(COMMON['first']) if dice.one_in(8) else dice.pick(PLACES[country]['first'])
    return strange(dice, name) if dice.one_in(4) else name


def surname(dice, country):
    name = dice.pick(PLACES[country]['last'])
    return strange(dice, name) if dice.one_in(4) else name


def person(dice, country):
    first, last = given(dice, country), surname(dice, country)
    form = dice.below(20)
    if form < 10:
        return f'{first} {last}'
    if form < 14:
        return first
    if form == 14:
        return f'{first} {dice.pick("ABCDEFGHJKLMNPRSTW")}. {last}'
    if form == 15:
        return f'{first} {dice.pick("ABCDEFGHJKLMNPRSTW")} {last}'
    if form == 16:
        return f'{first[0]}. {last}'
    if form == 17:
        return f'{first} {dice.pick(["-", ""])}{last}' if dice.one_in(3) else f'{first} {last}-{surname(dice, country)}'
    if form == 18:
        return f'{first} {given(dice, country)} {last}'
    return f'{last} {first}' if dice.one_in(2) else f'{first} {dice.pick(["van", "de", "von", "da", "van der", "di", "al"])} {last}'


def town(dice, country):
    towns = PLACES[country]['towns']
    name = dice.pick(towns) if towns and not dice.one_in(4) else dice.pick(ALL_TOWNS)
    return name.upper() if dice.one_in(8) else name


def stem(dice, country, group):
    """A word streets are named after: common ones, else a person's name."""
    listed = gazetteer.STREET_WORDS[group]
    word = dice.pick(listed) if dice.one_in(2) else surname(dice, country)
    return strange(dice, word) if dice.one_in(4) else word


def street(dice, country):
    """(text, whether the number stands first)"""
    listed = PLACES[country]['streets']
    if country in ('us', 'nz', 'gh', 'jp', 'cn', 'in', 'gb'):
        ends = ['Street', 'Road', 'Avenue', 'Lane', 'Drive', 'St', 'Rd', 'Ave', 'Close', 'Court', 'Way', 'Boulevard', 'Blvd', 'Place', 'Dr',
                'Terrace', 'Crescent', 'Gardens', 'Highway', 'Parkway', 'Square', 'Ln', 'Ct', 'Hwy']
        end = dice.pick(COMMON['suffixes']) if dice.one_in(3) else dice.pick(ends)
        if country == 'in' and dice.one_in(2):
            base = dice.pick(gazetteer.INDIA_FIRST + gazetteer.INDIA_LAST)
            return f'{base} {dice.pick(gazetteer.INDIA_AREAS)}', True
        base = stem(dice, country, 'gb' if country in ('gb', 'nz', 'gh') else 'us')
        form = dice.below(10)
        if form == 0:
            base = f'{dice.pick(["North", "South", "East", "West", "N", "S", "E", "W", "Old", "St", "Upper"])} {base}'
        if form == 1:
            number = 1 + dice.below(90)
            base = f'{number}{"th" if number % 10 not in (1, 2, 3) or number in (11, 12, 13) else ["st", "nd", "rd"][number % 10 - 1]}'
        return f'{base} {end}', True
    if country in ('fr',):
        return f'{dice.pick(["rue", "avenue", "boulevard", "place", "chemin", "impasse", "quai", "allée", "Rue", "Avenue"])} {dice.pick(gazetteer.STREET_WORDS["fr"]) if not dice.one_in(3) else surname(dice, country)}', True
    if country in ('es', 'mx'):
        base = dice.pick(gazetteer.STREET_WORDS['es']) if not dice.one_in(3) else surname(dice, country)
        return f'{dice.pick(["Calle", "Avenida", "Plaza", "Paseo", "C/", "Avda.", "Camino", "calle", "Ronda", "Travesía"])} {base}', False
    if country in ('it', 'ro'):
        base = dice.pick(gazetteer.STREET_WORDS['it']) if not dice.one_in(3) else f'{given(dice, country)} {surname(dice, country)}'
        return f'{dice.pick(["Via", "Viale", "Piazza", "Corso", "via", "Largo", "Vicolo", "Strada"])} {base}', False
    if country in ('pt', 'br'):
        base = dice.pick(gazetteer.STREET_WORDS['pt']) if not dice.one_in(3) else f'{given(dice, country)} {surname(dice, country)}'
        return f'{dice.pick(["Rua", "Avenida", "Travessa", "Praça", "Largo", "rua", "Av.", "Estrada", "Alameda", "R."])} {base}', False
    if country == 'pl' or country == 'lt':
        base = dice.pick(listed) if listed and dice.one_in(2) else dice.pick(gazetteer.STREET_WORDS['pl'])
        return f'{dice.pick(["ul. ", "ul. ", "ulica ", "al. ", "os. ", "pl. ", ""])}{base}', False
    group, ends = {'nl': ('nl', ['straat', 'laan', 'weg', 'plein', 'gracht', 'kade', 'dijk', 'hof', 'pad', 'singel', ' straat']),
                   'se': ('se', ['gatan', 'vägen', 'gränd', 'torget', 'stigen', ' gata']),
                   'dk': ('dk', ['gade', 'vej', 'allé', 'vænget', 'stræde', 'parken', 'torv']),
                   'no': ('no', ['gata', 'veien', 'vegen', 'gate', 'vei', 'bakken']),
                   'fi': ('fi', ['katu', 'tie', 'kuja', 'polku', 'intie', 'tori']),
                   'lv': ('is', ['gata', 'braut', 'vegur', 'stræti', 'holt', 'tún']),
                   'ee': ('fi', ['tie', ' tee', ' tn', ' puiestee']),
                   }.get(country, ('de', ['straße', 'strasse', 'str.', 'weg', 'allee', 'platz', 'gasse', 'ring', 'damm', 'ufer', ' Straße', '-Straße', 'steig', 'berg']))
    if listed and country in ('cz', 'hr', 'si', 'id', 'gr', 'ru'):
        return dice.pick(listed), False
    word = stem(dice, country, group)
    end = dice.pick(ends)
    return f'{word.rstrip("s") if end[0] in " -" else word}{end}', False


def code(dice, country):
    if country == 'gb':
        return f'{dice.pick(["SW", "M", "LS", "B", "E", "N", "EH", "CF", "BT", "G", "OX", "CB", "NW", "SE"])}{dice.number(20)} {dice.number(9)}{dice.pick("ABDEFGH")}{dice.pick("JLNPQRS")}'
    if country == 'nl':
        return f'{dice.digits(4, 4)} {dice.pick("ABCDEFGH")}{dice.pick("ABJKLMN")}'
    if country == 'pl':
        return f'{dice.digits(2, 2)}-{dice.digits(3, 3)}'
    if country == 'pt':
        return f'{dice.digits(4, 4)}-{dice.digits(3, 3)}'
    if country == 'br':
        return f'{dice.digits(5, 5)}-{dice.digits(3, 3)}'
    if country in ('at', 'ch', 'dk', 'no', 'hu', 'si'):
        return dice.digits(4, 4)
    return dice.digits(6, 6) if country == 'in' else dice.digits(5, 5)


def military(dice):
    head = dice.pick([f'PSC {dice.digits(4, 4)}, Box {dice.digits(4, 4)}', f'Unit {dice.digits(4, 4)} Box {dice.digits(4, 4)}',
                      f'{dice.pick(["USS", "USNS", "USNV", "USCGC"])} {dice.pick(PLACES[dice.pick(ALL)]["last"])}'])
    return f'{head}{dice.pick([LINE, ", "])}{dice.pick(["APO", "FPO", "DPO"])} {dice.pick(["AA", "AE", "AP"])} {dice.digits(5, 5)}'


def address(dice, country):
    kind = dice.below(24)
    if kind == 0:
        return military(dice)
    if kind == 1:
        return f'{dice.pick(["P.O. Box", "PO Box", "Postfach", "Postbus", "BP", "po box", "Apartado"])} {dice.digits(2, 5)}'
    base, first = street(dice, country)
    if kind == 2:
        return f'{dice.pick(["the corner of ", "corner of ", ""])}{base} and {street(dice, country)[0]}'
    number = dice.number(dice.pick([20, 150, 999, 9999])) + (dice.pick('abcABC') if dice.one_in(12) else '')
    if country == 'fr' and dice.one_in(6):
        number += dice.pick([' bis', ' ter'])
    if country == 'pl' and dice.one_in(2):
        number += f'/{dice.number(60)}' if dice.one_in(2) else f' m. {dice.number(60)}'
    if dice.one_in(10):
        line = f'{number} {base}' if not first else f'{base} {number}'
    else:
        line = f'{number}{dice.pick([" ", " ", ", "])}{base}' if first else f'{base}{dice.pick([" ", " ", ", ", " nº ", " n. "] if country in ("es", "it", "pt", "br", "mx") else [" "])}{number}'
    if dice.one_in(6):
        line = f'{dice.number(9999)} {line}'
    gap = dice.pick([', ', ', ', ' ', LINE, LINE + ' '])
    if dice.one_in(4):
        flat = dice.pick(['Apt. ', 'Apt ', 'Suite ', 'Flat ', 'Unit ', '#', 'Wohnung ', '3. OG ', 'piso ', 'appt ', 'Floor ', 'int. ', 'lok. '])
        line = f'{line}{dice.pick([" ", gap])}{flat}{dice.number(999)}'
    if dice.one_in(4):
        return line
    place = town(dice, country)
    post = code(dice, country)
    if country == 'us' or dice.one_in(12):
        state = dice.pick(COMMON['state_codes']) if not dice.one_in(3) else dice.pick(COMMON['states'])
        tail = f'{place}{dice.pick([", ", " "])}{state}{" " + post if not dice.one_in(4) else ""}'
    elif country in ('gb', 'nz', 'in'):
        tail = f'{place}{dice.pick([", ", " ", LINE])}{post}' if not dice.one_in(4) else place
    else:
        tail = f'{post} {place}' if not dice.one_in(3) else place
    if dice.one_in(4):
        tail += f'{gap}{dice.pick(COMMON["countries"])}' + (f' {dice.digits(5, 5)}' if dice.one_in(2) else '')
    return f'{line}{gap}{tail}'


def brand(dice):
    word = dice.pick(phrases.BRANDS)
    form = dice.below(8)
    if form < 4:
        return word
    if form == 4:
        last = PLACES[dice.pick(MAIN)]['last']
        return dice.pick([f'{dice.pick(last)}-{dice.pick(last)}', f'{dice.pick(last)}, {dice.pick(last)} and {dice.pick(last)}', f'{dice.pick(last)} {dice.pick(phrases.BRAND_ENDS)}'])
    if form == 5:
        return f'{strange(dice, word)} {dice.pick(phrases.BRAND_ENDS)}'
    return f'{word} {dice.pick(phrases.BRAND_ENDS)}' if form == 6 else strange(dice, word)


def moment(dice, language):
    """A time, a date or a period, as people write them: numbers that are no house numbers."""
    month, day = dice.pick(phrases.MONTHS[language]), dice.number(31)
    form = dice.below(9)
    if form < 2:
        return f'{dice.number(90)} {dice.pick(phrases.PERIODS[language])}'
    if form == 2:
        return f'{dice.number(12)}{dice.pick([":", ".", " "])}{dice.digits(2, 2)} {dice.pick(["am", "pm", "a.m.", "p.m.", "Uhr", "h", "in the morning", ""])}'.strip()
    if form == 3:
        return f'{dice.number(12)} {dice.pick(["am", "pm", "a.m.", "p.m.", "o clock", "Uhr", "h"])}'
    if form == 4:
        return f'{month} {day}{dice.pick(["", "th", ", 2023", " 2024"])}'
    if form == 5:
        return f'{day}{dice.pick(["/", ".", "-"])}{dice.number(12)}{dice.pick(["", "/2023", ".2024", "-24"])}'
    joint = {'es': ' de ', 'pt': ' de ', 'de': '. '}.get(language, ' ')
    return f'{day}{joint}{month}{dice.pick(["", " 2023", " 2024", " " + dice.number(12)])}'


def fill(dice, sentence, language):
    """A sentence of phrases.py with everything put in, marked."""
    def put(match):
        country = country_for(dice, language)
        return {'N': lambda: NAME + person(dice, country) + CLOSE, 'F': lambda: NAME + given(dice, country) + CLOSE,
                'L': lambda: NAME + surname(dice, country) + CLOSE, 'A': lambda: ADDRESS + address(dice, country) + CLOSE,
                'C': lambda: town(dice, country), 'K': lambda: dice.pick(COMMON['countries']), 'B': lambda: brand(dice),
                'W': lambda: dice.pick(phrases.TIMES), 'T': lambda: moment(dice, language), 'D': lambda: dice.digits(1, 12),
                'O': lambda: dice.pick(['#', '', 'A-', 'ORD-', 'TK', '2024-']) + dice.digits(4, 8) + dice.pick(['', '', 'B', '-X2']),
                'M': lambda: dice.pick(['$', '£', '€']) + dice.digits(1, 3) + dice.pick(['', '.99', '.50'])}[match.group(1)]()
    return re.sub(r'\{([NFLACKBWDOMT])\}', put, sentence.replace('\\n', LINE))


def lower_chat(text):
    """As people type in a hurry: no capitals, no signs, digits apart from letters."""
    text = re.sub(r'(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)', ' ', text.lower())
    return re.sub(r' {2,}', ' ', re.sub(r'[.,;:!?#/\'"()-]', ' ', text).replace(LINE, ' ')).strip().replace(' ' + CLOSE, CLOSE)


def dressed(dice, text):
    form = dice.below(10)
    if form < 5:
        return text
    if form < 7:
        return text.lower()
    if form == 7:
        return text.upper() if dice.one_in(4) else text
    return lower_chat(text)


def sentences(table):
    return [(language, sentence) for language in sorted(table) for sentence in re.split(r'\||\n', table[language]) if sentence]


def own_texts(dice, count, ordinary_count):
    named, placed, ordinary = sentences(phrases.NAMED), sentences(phrases.PLACED), sentences(phrases.ORDINARY)
    for i in range(count):
        language, sentence = dice.pick(named if i % 5 < 3 else placed)
        text = fill(dice, sentence, language)
        same = [s for l, s in ordinary if l == language]
        if dice.one_in(3):
            text = fill(dice, dice.pick(same), language) + dice.pick([' ', LINE, LINE]) + text
        if dice.one_in(3):
            text = text + dice.pick([' ', LINE]) + fill(dice, dice.pick(same), language)
        yield dressed(dice, text)
    for _ in range(ordinary_count):
        language, sentence = dice.pick(ordinary)
        text = fill(dice, sentence, language)
        if dice.one_in(2):
            text += dice.pick([' ', LINE]) + fill(dice, dice.pick([s for l, s in ordinary if l == language]), language)
        yield dressed(dice, text)


def rows(path):
    with open(path, encoding='utf-8') as lines:
        return [json.loads(line) for line in lines]


def clean(text):
    return re.sub(r'[\x01-\x04]', ' ', text.replace('\r\n', '\n')).replace('\n', LINE)


def labelled(path):
    """(source, spans as [(begin, end, NAME or ADDRESS)], bytes): rows in which both kinds are labelled; pieces of one address joined."""
    for row in rows(path):
        if not {'NAME', 'ADDRESS'} <= set(row['scope']):
            continue
        text = row['text'].encode()
        spans = []
        for span in sorted(row['spans'], key=lambda s: (s['start'], -s['end'])):
            kind = {'NAME': NAME, 'ADDRESS': ADDRESS, 'ADDRESS_PARTIAL': ADDRESS, 'NAME_PARTIAL': NAME}.get(span['type'])
            alone = text[span['start']:span['end']].decode()
            if kind is None or (spans and span['start'] < spans[-1][1]) or re.fullmatch(r'(?:Mrs?|Ms|Dr|Miss)\.?', alone, re.I):
                continue
            if spans and kind == ADDRESS == spans[-1][2] and not text[spans[-1][1]:span['start']].strip(b' \n,'):
                spans[-1] = (spans[-1][0], span['end'], ADDRESS)
            else:
                spans.append((span['start'], span['end'], kind))
        yield row['src'], spans, text


def marked(spans, text, replace=None):
    out, at = b'', 0
    for begin, end, kind in spans:
        value = text[begin:end] if replace is None else replace(kind, text[begin:end].decode()).encode()
        out += text[at:begin] + kind.encode() + value + CLOSE.encode()
        at = end
    return (out + text[at:]).replace(b'\r\n', b'\n').replace(b'\n', LINE.encode()).decode()


def exchanged(dice, source, spans, text):
    """The row again with other names and addresses, written in the same way."""
    country = dice.pick(ALL)

    def replace(kind, old):
        if kind == NAME:
            new = person(dice, country) if ' ' in old else given(dice, country)
        else:
            new = address(dice, country)
        if 'multidogo' in source:
            return lower_chat(new)
        return new.lower() if old == old.lower() else new
    return marked(spans, text, replace)


def real_texts(dice, path, copies):
    for source, spans, text in labelled(path):
        for _ in range(3 if 'multidogo' in source else 1):
            yield marked(spans, text)
        if spans:
            for _ in range(copies):
                yield exchanged(dice, source, spans, text)


def forum_texts(dice, path, count):
    with_name, without = [], []
    for row in rows(path):
        text = clean(row['text'])
        if '[NAME]' in text:
            with_name.append(text)
        elif '[' not in text:
            without.append(text)
    for i in range(min(count, len(with_name))):
        text = re.sub(r'\[NAME\]', lambda _: NAME + person(dice, dice.pick(ALL if dice.one_in(3) else MAIN)) + CLOSE, with_name[i])
        text = text.replace('[RELIGION]', 'Christian')
        yield text.lower() if dice.one_in(5) else text
    yield from without[:count]


NAMING = re.compile(r'\b(?:name|names|named|call me|called|under|my address to say|street|st|avenue|ave)\b', re.I)


def support_texts(path, part):
    """Questions to support; those that may contain a name or street are left out. Every fourth is kept for measuring."""
    found = [clean(row['text']) for row in rows(path) if not NAMING.search(row['text'])]
    return [text for i, text in enumerate(found) if (i % 4 == 0) == (part == 'measure')]


def words_alone(dice, texts, count):
    """One to three ordinary words as a whole message: not every short answer is a name."""
    seen = {}
    for text in texts:
        for word in re.findall(r"[^\W\d_][^\W\d_']+", text.lower()):
            seen[word] = seen.get(word, 0) + 1
    first = {n.lower() for c in ALL for n in PLACES[c]['first'] + PLACES[c]['last']} | {n.lower() for n in COMMON['first']}
    usual = sorted(word for word, times in seen.items() if times >= 3 and word not in first)
    for _ in range(count):
        words = ' '.join(dice.pick(usual) for _ in range(1 + dice.below(3)))
        yield dice.pick([words, words, words.capitalize(), words + ' ' + dice.digits(1, 6), words.title()])


STRINGS = {'en': 'en_EN', 'de': 'de_DE', 'fr': 'fr', 'es': 'es', 'it': 'it', 'pt': 'pt_BR', 'nl': 'nl', 'pl': 'pl'}


def flat(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from flat(inner)


def program_texts(dice, folder, language):
    """The sentences of a chat program: plain words of a language, a person's name where its own place says so."""
    with open(f'{folder}/{STRINGS[language]}.json', encoding='utf-8') as file:
        values = list(dict.fromkeys(flat(json.load(file))))

    def put(match):
        if re.search(r'user|display|sender|target|member|inviter|name$', match.group(1), re.I) and not re.search('room|space|id|brand|server', match.group(1), re.I):
            return NAME + person(dice, country_for(dice, language)) + CLOSE
        return dice.pick([brand(dice), town(dice, country_for(dice, language)), dice.digits(1, 4)])
    for value in values:
        if '\n' in value or not re.search(r'[^\W\d_]{2}', value):
            continue
        value = re.sub(r'</?[a-zA-Z]+ ?/?>', '', clean(value))
        text = re.sub(r'%\((\w+)\)[sd]', put, value)
        yield dice.pick([text, text, text, text.lower(), text.title() if NAME not in text else text])


def other_languages(path):
    for row in rows(path):
        if row['kind'] in ('chat', 'support'):
            yield clean(row['text'])


def authored_texts(data):
    """What one author wrote as a customer or an AI would, without its few names."""
    for name in ('drafts', 'human_request_multi', 'distress', 'injections_support'):
        for row in rows(f'{data}/authored_{name}.jsonl'):
            if not re.search(r'Daniel|Brandt|Herr|Frau |Mrs?\b', row['text']):
                yield clean(row['text'])


def synthetic(data, strings, scale=1.0):
    dice = Dice(20231)
    size = lambda count: int(count * scale)
    support = support_texts(f'{data}/train/intent_risk.jsonl', 'train')[:size(16000)]
    yield from own_texts(dice, size(24000), size(12000))
    yield from forum_texts(dice, f'{data}/train/emotion_escalate.jsonl', size(4500))
    yield from support
    programs = {language: list(program_texts(dice, strings, language)) for language in sorted(STRINGS)}
    for language in sorted(programs):
        yield from programs[language]
        yield from words_alone(dice, programs[language], size(700))
    yield from words_alone(dice, support, size(5000))
    yield from other_languages(f'{data}/language_id.jsonl')


def main():
    data, strings = sys.argv[1:3]
    out = open(sys.stdout.fileno(), 'w', encoding='utf-8', newline='\n', closefd=False)
    for text in synthetic(data, strings):
        print(text, file=out)
    for _ in range(2):
        for text in authored_texts(data):
            print(text, file=out)
    for text in real_texts(Dice(77), f'{data}/pii_spans.jsonl', 4):
        print(text, file=out)


if __name__ == '__main__':
    main()
