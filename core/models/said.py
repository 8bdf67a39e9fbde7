"""The sentences of core/models/said as examples for countersign_learn: what customers say, and what a text to send says.

A line is "KINDS|sentence": a letter for each kind it is of (LETTERS below), "-" for none. A kind of UNKNOWN is neither
learned nor denied from a line of that letter. Besides the sentence as it stands there is one with slips of the keyboard
and one run together with an ordinary sentence of its language, as people write in chats.
"""
import os
import random
import re

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


def label(yes, unknown=()):
    """As countersign_learn reads it: "a+b?": a it is, of b nobody knows, any other kind it is not."""
    return "+".join(sorted(set(yes)) + sorted(kind + "?" for kind in set(unknown) - set(yes)))


def read(side):
    """(label, sentence, language, letters) of each line."""
    lines = []
    folder = os.path.join(HERE, "said", side)
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in file:
                letters, text = line.rstrip("\n").split("|", 1)
                yes = {LETTERS[side][one] for one in letters if one != "-"}
                if "self_harm" in yes:
                    yes.add("vulnerable")
                unknown = {LETTERS[side][other] for one in letters for other in UNKNOWN[side][one]}
                lines.append((label(yes, unknown), text, name[:2], letters))
    return lines


def orders():
    """Orders to a model ("I|...") and look-alikes ("-|..."), each four times: (yes or no, text)."""
    made = []
    folder = os.path.join(HERE, "said", "injection")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in file:
                letter, text = line.rstrip("\n").split("|", 1)
                made += [("yes" if letter == "I" else "no", text)] * 4
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
    lines = read(side)
    ordinary = {}
    for _, text, language, letters in lines:
        if letters == "-":
            ordinary.setdefault(language, []).append(text.rstrip(".?!"))
    made = []
    for said, text, language, letters in lines:
        chance = random.Random(text)  # of its own: a new line changes no other
        other, own = chance.choice(ordinary[language]), text.rstrip(".")
        three = [(said, text), (said, with_slips(text, chance)),
                 (said, other + ", " + own if chance.random() < 0.5 else own + ", " + other)]
        # Most ordinary texts by others are English; what is said of a kind must not drown in them.
        made += three * 3 if language == "en" and letters != "-" else three
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
                    made += [(label((), set(kinds.values()) - {kind}), text)] * 6  # look-alikes: easily mistaken
                    continue
                yes = {kind, "vulnerable"} if kind == "self_harm" else {kind}
                unknown = {kinds[other] for other in UNKNOWN[side][letter_of[kind]]} | {"angry", "distressed"}
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
