"""Turns the labelled texts of a folder into the lines that countersign_learn reads: prepare.py DATA_DIR OUT_DIR

DATA_DIR holds the files that README.md names. Writes risk.tsv, mood.tsv and injection.tsv: label<TAB>text, one a line.
"""
import json
import os
import sys

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
write("mood", [(mood(row), row["text"]) for row in emotions] + [("neither", text) for text in calm[::2]])
write("injection",
      [(row["injection"], row["text"]) for row in rows("prompt_injection") + rows("authored_injections_support")
       if row["injection"] in ("yes", "no")] +
      [("no", row["text"]) for row in intents[::12]] + [("no", row["text"]) for row in emotions[::20]] +
      [("no", text) for text in ordinary])
