"""The sentences of core/models/said as examples for countersign_learn: what customers say, and what a text to send says.

A line is "KINDS|sentence": a letter for each kind it is of (LETTERS below), "-" for none. A kind of UNKNOWN is neither
learned nor denied from a line of that letter. A line of a file "LANGUAGE-families.txt" is a family of sentences:
"{a/b/} c {d/e}" are all that can be read off it, of which a few are drawn. What is nearly one of the sentences that the
models are measured by (tests/unit/detect/fresh and unheard) is left out. Besides a sentence as it stands there is one with
slips of the keyboard and one run together with an ordinary sentence of its language, as people write in chats.
"""
import os
import random
import re

DRAWN = 6  # of a family
ORDERS_DRAWN = 20  # of a family of orders to a model
WRITTEN = 2  # how often a sentence written out counts as much as one drawn from a family
FAMILIES = "-families.txt"
HERE = os.path.dirname(os.path.abspath(__file__))
LETTERS = {
    "customer": {"P": "asks_for_person", "S": "self_harm", "V": "vulnerable", "W": "wants_to_leave",
                 "L": "legal_threat", "A": "asks_if_ai", "G": "angry", "T": "distressed"},
    "outgoing": {"C": "commitment", "D": "advice", "R": "refusal", "H": "pretends_to_be_human"},
}
# Who asks for a person is often angry, and so on: nothing is learned of these from those lines.
UNKNOWN = {
    "customer": {"P": "GTV", "S": "TW", "V": "T", "W": "G", "L": "GW", "A": "PG", "G": "PWLT", "T": "VG", "-": ""},
    "outgoing": {"C": "", "D": "R", "R": "", "H": "", "-": ""},
}


MORE = "-more.txt"  # their writers gave every letter that fits: only of moods nothing is known where none is given
MOODS = {"angry", "distressed"}


def label(yes, unknown=()):
    """As countersign_learn reads it: "a+b?": a it is, of b nobody knows, any other kind it is not."""
    return "+".join(sorted(set(yes)) + sorted(kind + "?" for kind in set(unknown) - set(yes)))


def grams(text):
    """Four letters each, of the words alone."""
    bare = " " + re.sub(r"\W+", " ", text.lower()).strip() + " "
    return {bare[at:at + 4] for at in range(len(bare) - 3)} or {bare}


class Measured:
    """The sentences that the models are measured by."""

    def __init__(self, *folders):
        self.sentences, self.with_gram = [], {}
        for folder in folders:
            for path, _, names in os.walk(folder):
                for name in names:
                    if name.endswith(".txt"):
                        self.take(os.path.join(path, name))

    def take(self, path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    mine = grams(line.rstrip("\n").split(" ", 2)[2])
                    for gram in mine:
                        self.with_gram.setdefault(gram, []).append(len(self.sentences))
                    self.sentences.append(mine)

    def nearly(self, text):
        """Whether half of the grams of the text and one of the sentences are in both."""
        mine, shared = grams(text), {}
        for gram in mine:
            for place in self.with_gram.get(gram, ()):
                shared[place] = shared.get(place, 0) + 1
        return any(2 * count >= len(mine) + len(self.sentences[place]) - count for place, count in shared.items())


MEASURED = Measured(*(os.path.join(HERE, "..", "..", "tests", "unit", "detect", name) for name in ("fresh", "unheard")))


def drawn(family, most):
    """So many of the sentences of a family, the same ones each time."""
    parts = [part[1:-1].split("/") if part[:1] == "{" else [part] for part in re.split(r"(\{[^}]*\})", family) if part]
    chance, made = random.Random(family), []
    for _ in range(4 * most):
        one = " ".join("".join(chance.choice(part) for part in parts).split())
        if one not in made and len(made) < most:
            made.append(one)
    return made


def lines_of(side, most=DRAWN):
    """(letters, sentence, name of the file) of each line, and of each sentence drawn from a family."""
    folder = os.path.join(HERE, "said", side)
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in file:
                letters, text = line.rstrip("\n").split("|", 1)
                for one in drawn(text, most) if name.endswith(FAMILIES) else [text]:
                    if not MEASURED.nearly(one):
                        yield letters, one, name


def read(side, families=True):
    """(label, sentence, language, letters) of each sentence, or only of those written out."""
    lines = []
    for letters, text, name in lines_of(side):
        if not families and name.endswith(FAMILIES):
            continue
        yes = {LETTERS[side][one] for one in letters if one != "-"}
        if "self_harm" in yes:
            yes.add("vulnerable")
        unknown = {LETTERS[side][other] for one in letters for other in UNKNOWN[side][one]}
        if name.endswith(MORE):
            unknown &= MOODS
        lines.append((label(yes, unknown), text, name[:2], letters))
    return lines


def languages():
    """(language, text): sentences of each of the eight, so many of each, and a few words in a row out of each."""
    of = {}
    for side in LETTERS:
        for _, text, name in lines_of(side):
            of.setdefault(name[:2], set()).add(text)
    most = min(len(texts) for texts in of.values())
    made = []
    for language in sorted(of):
        chance = random.Random(language)
        for text in chance.sample(sorted(of[language]), most):
            words = text.split()
            made.append((language, text))
            if len(words) > 3:
                first = chance.randrange(len(words) - 1)
                made.append((language, " ".join(words[first:first + chance.randint(1, 4)])))
    random.Random(1).shuffle(made)
    return made


def orders():
    """Orders to a model ("I|...") and look-alikes ("-|..."), those written out four times: (yes or no, text)."""
    made = []
    for letter, text, name in lines_of("injection", ORDERS_DRAWN):
        made += [("yes" if letter == "I" else "no", text)] * (1 if name.endswith(FAMILIES) else 4)
    return made


def with_slips(text, chance):
    signs = list(text)
    for _ in range(max(1, len(signs) // 18)):
        if len(signs) < 4:
            break
        at, kind = chance.randrange(len(signs)), chance.random()
        if kind < 0.4:
            del signs[at]
        elif kind < 0.7 and at + 1 < len(signs):
            signs[at], signs[at + 1] = signs[at + 1], signs[at]
        else:
            signs.insert(at, signs[at])
    return "".join(signs)


def examples(side):
    """(label, text), in an order that never changes."""
    lines, written = read(side), set(read(side, families=False))
    ordinary = {}
    for _, text, language, letters in lines:
        if letters == "-":
            ordinary.setdefault(language, []).append(text.rstrip(".?!"))
    made = []
    for line in lines:
        said, text, language, letters = line
        # Most ordinary texts by others are English; what is said of a kind must not drown in them.
        times = 3 if language == "en" and letters != "-" else 1
        if line not in written:
            made += [(said, text)] * times
            continue
        chance = random.Random(text)  # of its own: a new line changes no other
        other, own = chance.choice(ordinary[language]), text.rstrip(".")
        three = [(said, text), (said, with_slips(text, chance)),
                 (said, other + ", " + own if chance.random() < 0.5 else own + ", " + other)]
        made += three * (WRITTEN * times)
    return made


def heard(folder, side):
    """The sentences of the detectors' tests: "kind + sentence" is of the kind, "kind - sentence" is not; no more is known."""
    kinds = LETTERS[side]
    letter_of = {kind: letter for letter, kind in kinds.items()}
    made = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in file:
                if line[0] == "#" or not line.strip():
                    continue
                kind, sign, text = line.rstrip("\n").split(" ", 2)
                if kind not in letter_of:
                    continue
                if sign == "-":
                    # look-alikes: easily mistaken; what looks like any kind is no danger to a life
                    made += [(label((), set(kinds.values()) - {kind, "self_harm"}), text)] * 6
                    continue
                yes = {kind, "vulnerable"} if kind == "self_harm" else {kind}
                unknown = {kinds[other] for other in UNKNOWN[side][letter_of[kind]]} | MOODS
                made.append((label(yes, unknown), text))
    return made


def promised(path):
    """The sentences of a test of texts to send: each_is_seen("kind", R"(...)"), a line each, "+" is of the kind, "-" is not."""
    kinds = LETTERS["outgoing"].values()
    with open(path, encoding="utf-8") as file:
        parts = re.findall(r'each_is_seen\("(\w+)", R"\((.*?)\)"\)', file.read(), re.S)
    made = []
    for kind, lines in parts:
        for line in lines.split("\n"):
            if line and kind in kinds:
                yes = [kind] if line[0] == "+" else []
                made.append((label(yes, set(kinds) - {kind}), line[1:]))
    return made
