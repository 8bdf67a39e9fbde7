"""Turns the labelled texts of a folder into the lines that countersign_learn reads: prepare.py DATA_DIR OUT_DIR

DATA_DIR holds the files that README.md names. Writes NAME.tsv for each model: label<TAB>text, one a line.
"""
import json
import os
import re
import sys

import said

data, out = sys.argv[1:3]
ANGRY = {"anger", "annoyance", "disgust"}


def rows(name):
    with open(os.path.join(data, name + ".jsonl"), encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(name, examples):
    with open(os.path.join(out, name + ".tsv"), "w", encoding="utf-8") as lines:
        for label, text in examples:
            lines.write(label + "\t" + " ".join(text.split()) + "\n")


def mood(row):
    if row["escalate"] == "no":
        return "neither"
    return "angry" if ANGRY & set(row["emotions"]) else "disappointed"


intents = rows("train/intent_risk") + rows("intent_risk")
emotions = rows("train/emotion_escalate") + rows("emotion_escalate")
calm = [row["text"] for row in intents if row["risk"] == "low"]
ordinary = [row["text"] for name in ("language_id", "human_request", "pii_spans", "bot_question", "authored_distress",
                                     "authored_human_request_multi") for row in rows(name)]

write("risk", [(row["risk"], row["text"]) for row in intents])
# Questions to a helpdesk are calm: without them the words of forums would be taken for its customers' mood.
write("mood", [(mood(row), row["text"]) for row in emotions] + [("neither", text) for text in calm[::2]] +
      [("neither", text) for _, text, language, letters in said.read("customer") if language == "en" and letters == "-"] * 4)
write("injection",
      [(row["injection"], row["text"]) for row in rows("prompt_injection") + rows("authored_injections_support")
       if row["injection"] in ("yes", "no")] +
      [("no", row["text"]) for row in intents[::12]] + [("no", row["text"]) for row in emotions[::20]] +
      [("no", text) for text in ordinary] + said.orders() + [("no", text) for _, text, _, _ in said.read("customer")])


SOMEBODY_FRAIL = "disab|wheel|ill\\b|sick|hospital|di(?:ed|es|ing)|dead|death|pregnan|old|elder|senior|blind|deaf|allerg|lost|afford"


def and_their_sentences(examples):
    """A model hears sentences: what is of no kind as a whole is of none in any of its sentences either."""
    made = list(examples)
    for label, text in examples:
        parts = re.split(r"(?<=[.!?;])\s+", text)
        if len(parts) > 1 and all(part.endswith("?") for part in label.split("+") if part):
            made += [(label, part) for part in parts]
    return made


def of_customers():
    """Texts by others for customer.model; see said.py for the labels."""
    kinds = set(said.LETTERS["customer"].values())
    made = []
    for row in rows("authored_human_request_multi"):
        made.append((said.label(["asks_for_person"], ["angry", "distressed", "vulnerable"]) if row["human"] == "yes" else "",
                     row["text"]))
    for row in rows("authored_distress"):
        fields = {"angry": "angry", "distressed": "distressed", "vulnerable": "vulnerable",
                  "legal_threat": "legal_threat", "churn": "wants_to_leave"}
        yes = {kind for field, kind in fields.items() if row[field] == "yes"}
        made.append((said.label(yes, ["self_harm"] if {"vulnerable", "distressed"} <= yes else []), row["text"]))
    for row in rows("human_request"):
        unknown = kinds - {"asks_for_person", "self_harm", "legal_threat"}
        if not re.search(SOMEBODY_FRAIL, row["text"], re.I):
            unknown -= {"vulnerable"}
        made.append((said.label(["asks_for_person"] if row["human"] == "yes" else [], unknown), row["text"]))
    for row in rows("bot_question"):
        if row["asks_if_bot"] == "yes":
            made.append((said.label(["asks_if_ai"], ["angry", "distressed"]), row["text"]))
        elif row["asks_if_bot"] == "no":
            made.append((said.label([], ["asks_for_person", "angry", "distressed"]), row["text"]))
    for row in rows("legal_vulnerable"):
        asked = ("legal_threat", "vulnerable")
        unknown = kinds - {*asked, "asks_if_ai"} | {kind for kind in asked if row[kind] == "unsure"}
        made.append((said.label([kind for kind in asked if row[kind] == "yes"], unknown), row["text"]))
    return made


def ordinary_customers():
    kinds = set(said.LETTERS["customer"].values())
    made = []
    for place, row in enumerate(intents):
        if row.get("src") == "cfpb":  # complaints: most of what is asked about may be in them
            if place % 3 == 0:
                made.append((said.label([], kinds - {"asks_if_ai", "self_harm"}), row["text"]))
        elif place % 4 != 3:  # the rest is for counting false alarms
            unknown = ["wants_to_leave"] if re.search("clos|cancel|terminat", row["intent"], re.I) else []
            if re.search("human|agent|bot", row["intent"], re.I):
                unknown += ["asks_for_person", "asks_if_ai"]
            made.append((said.label([], unknown), row["text"]))
    made += [("", row["text"]) for row in rows("language_id")] * 3  # all the ordinary texts by others that are not English
    made += [(said.label([], kinds - {"self_harm"}), row["text"]) for row in rows("sentiment_aux")]
    cheerful = {"amusement", "joy", "admiration", "love", "approval", "gratitude", "excitement", "optimism", "caring",
                "curiosity", "surprise"}
    for place, row in enumerate(rows("train/emotion_escalate")):
        if place % 2 == 0 and row["escalate"] == row["vulnerable"] == "no" and cheerful & set(row["emotions"]):
            made.append((said.label([], ["asks_if_ai", "vulnerable", "legal_threat"]), row["text"]))
    return made


def of_drafts():
    """Texts by others for outgoing.model."""
    made = []
    for row in rows("authored_drafts"):
        yes = {"commitment": row["commitment"] == "yes", "advice": row["advice"] != "none",
               "pretends_to_be_human": row["pretends_human"] == "yes"}
        made.append((said.label([kind for kind, so in yes.items() if so], ["refusal"]), row["text"]))
        if not any(yes.values()):  # then each of its sentences says nothing of the kind either
            made += [(said.label([], ["refusal"]), part) for part in re.split(r"(?<=[.!?;])\s+", row["text"])]
    for row in rows("ai_disclosure_reply"):
        if row["claims_human"] in ("yes", "no"):
            made.append((said.label(["pretends_to_be_human"] if row["claims_human"] == "yes" else []), row["text"]))
    return made


def ordinary_drafts():
    """What refuses and promises nothing: others' prose and what customers ordinarily write; either may be human."""
    prose = [row["text"] for place, row in enumerate(row for row in rows("train/emotion_escalate")
                                                     if row["escalate"] == row["vulnerable"] == "no") if place % 6 in (1, 3)]
    asked = [text for _, text, _, letters in said.read("customer") if letters == "-"]
    return [(said.label([], ["pretends_to_be_human"]), text) for text in prose + asked[::2]]


tests = os.path.join(said.HERE, "..", "..", "tests", "unit", "detect")
write("customer", said.examples("customer") + said.heard(os.path.join(tests, "voices"), "customer") + and_their_sentences(of_customers()) * 2 +
      and_their_sentences(ordinary_customers()))
write("outgoing", said.examples("outgoing") + of_drafts() * 3 + said.promised(os.path.join(tests, "outgoing_test.cpp")) +
      said.promised(os.path.join(tests, "promises_test.cpp")) +
      ordinary_drafts() +
      [("", row["text"]) for row in rows("language_id") if row["kind"] in ("sentence", "chat", "support")])
write("language", said.languages())
