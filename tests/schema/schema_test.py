"""The JSON Schema of the policy language, tried with the validator that editors' authors use (python3-jsonschema).

schema_test.py PROGRAM SOURCE: the schema is one, what stands in policies/ is what the program prints, every file of the starter
set is valid, and files with one mistake each are not.
"""
import datetime
import json
import pathlib
import subprocess
import sys

from jsonschema import Draft7Validator
from ruamel.yaml import YAML

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
POLICY = "policy: P\nid: p\nversion: 1\nowner: o\nwhy: [house_rule]\nmode: enforce\nat: reply\n"
WRONG = {
    "an unknown kind": "polizy: P\n",
    "an unknown key": POLICY + "applies_for: {written_by: ai}\n",
    "a key that is missing": "notice: N\nid: n\ntexts: {en: {any: hi}}\n",
    "an unknown word": POLICY.replace("enforce", "on"),
    "an unknown word in a list": POLICY + "applies_to: {written_by: [ai, robot]}\n",
    "an unknown word below": POLICY + "must:\n  - hide: {data: [email], as: starz}\n",
    "a list that is none": POLICY + "must: label\n",
    "a time without its unit": POLICY + "must:\n  - show_notice: n\n    again_after: 3\n",
    "business days": POLICY + "if_nobody_answers: {after: {email: 2 business days}, then: give_to_a_person}\n",
    "an unknown channel": POLICY + "if_nobody_answers: {after: {fax: 2 hours}, then: give_to_a_person}\n",
    "a version that is no number": POLICY.replace("version: 1", "version: one"),
    "an amount without currency": POLICY + "applies_to: {commitment_over: 100}\n",
    "a name with a space": POLICY.replace("id: p", "id: a b"),
    "no date": "knowledge: K\nfolder: k\nowner: o\nreview_by: soon\n",
    "no opening hours": "staffing: S\nqueues: [{id: q, time_zone: UTC, languages: en, hours: {monday: 8-18}}]\n",
    "a weekday that does not exist": "staffing: S\nqueues: [{id: q, time_zone: UTC, languages: en, hours: {someday: \"08:00-18:00\"}}]\n",
    "a language that is none": POLICY + "applies_to: {written_by: ai, language: [de, german]}\n",
    "a notice's language": "notice: N\nid: n\nversion: 1\ntexts: {en: {any: hi}, pt-BR: {any: oi}}\n",
    "a notice's channel": "notice: N\nid: n\nversion: 1\ntexts: {en: {any: hi, smss: hi}}\n",
}


def plain(value):
    """As JSON has it: the days that YAML makes of 2027-01-31 are text again."""
    if isinstance(value, dict):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def printed(command):
    return subprocess.run([PROGRAM, "policy", command], check=True, capture_output=True, text=True).stdout


def main():
    schema = json.loads(printed("schema"))
    Draft7Validator.check_schema(schema)
    validator, yaml = Draft7Validator(schema), YAML(typ="safe", pure=True)
    failed = []
    if json.loads((SOURCE / "policies/schema.json").read_text()) != schema:
        failed.append("policies/schema.json is not what the program prints: run tests/schema/regenerate.sh")
    page = (SOURCE / "policies/README.md").read_text()
    if page.split("<!-- words begin -->\n")[1].split("<!-- words end -->")[0] != printed("words"):
        failed.append("the tables of policies/README.md are not what the program prints: run tests/schema/regenerate.sh")
    for file in sorted((SOURCE / "policies").rglob("*.yaml")):
        for error in validator.iter_errors(plain(yaml.load(file))):
            failed.append(f"{file}: {list(error.path)}: {error.message}")
    for what, text in WRONG.items():
        if validator.is_valid(plain(yaml.load(text))):
            failed.append(f"{what} is valid")
    print("\n".join(failed) or "the schema agrees")
    return 1 if failed else 0


sys.exit(main())
