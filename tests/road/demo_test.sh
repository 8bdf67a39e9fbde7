#!/bin/sh
# The whole program on the road: `countersign demo` in each of its manners. Usage: demo_test.sh PROGRAM
set -u
program=$1
folder=$(mktemp -d) || exit 1
server=
tidy() {
  [ -n "$server" ] && kill -TERM "$server" 2>/dev/null
  rm -rf "$folder"
}
trap tidy EXIT
fail() {
  echo "FAILED: $*"
  [ -f "$folder/out" ] && cat "$folder/out"
  exit 1
}
has() { grep -q -- "$1" "$folder/out" || fail "the output has no \"$1\""; }

# 1. The scenes, to the end.
mkdir "$folder/tmp"
TMPDIR="$folder/tmp" "$program" demo --exit > "$folder/out" 2>&1 || fail "demo --exit ended with $?"
has '^1 .*How do I return shoes.*answered by AI (notice'
has '^3 .*handed over to support.*no model has an answer'
has '^3a .*answered by AI (notice'
has 'source "orders, as'
has '^3b .*handed over to support'
has 'the ticket says: "Your order 4711'
has '^3c .*handed over to support.*looked up in "orders", nothing'
has '^4 .*handed over to support'
has '^5 .*held for a person'
has 'a second lead approves.*ai_edited'
has '^6 .*handed over to care-team'
has '^9 .*handed over to trained-care'
has '^10 .*handed over to contracts'
has '^12 .*injection'
has 'approves what was seen.*HTTP 409'
has '^14 .*blocked.*someone-elses-data'
has '^15 .*HTTP 401'
has '^All [0-9]* steps went as expected'
grep -q DIFFERS "$folder/out" && fail "a step differs"
[ -z "$(ls -A "$folder/tmp")" ] || fail "the private folder was left behind"
# Without the further bytes of each character, a line is as long as it looks.
wide=$(LC_ALL=C tr -d '\200-\277' < "$folder/out" | LC_ALL=C grep -c '.\{121\}')
[ "$wide" -eq 0 ] || fail "$wide lines are wider than 120"

# 2. A visitor's own messages.
cat > "$folder/own.jsonl" <<'LINES'
{"conversation": "a", "text": "How do I return shoes?", "locale": "en"}
{"conversation": "b/c", "text": "I want to talk to a human"}
{"conversation": "a", "text": "What are your opening hours?"}
{"conversation": "d", "text": "I want my 180 EUR back"}
LINES
"$program" demo --messages "$folder/own.jsonl" > "$folder/out" 2>&1 || fail "demo --messages ended with $?"
has '^4 messages'
has '  2   50.0 %  answered'
has '  1   25.0 %  held'
has '  1   25.0 %  handed over'
has '  0    0.0 %  error'
has 'promises-over-100'
echo '{"conversation": "e", "words": "?"}' >> "$folder/own.jsonl"
"$program" demo --messages "$folder/own.jsonl" > "$folder/out" 2>&1
[ $? -eq 2 ] || fail "a bad line must end with 2"
has "own.jsonl:5: "

# Their own articles; and why nothing was answered.
printf '%s\n' '{"conversation": "g", "text": "What are your opening hours?", "locale": "en"}' > "$folder/own.jsonl"
mkdir "$folder/articles"
printf '# How do I descale the coffee machine?\n\nRun the cleaning programme once.\n' > "$folder/articles/one.md"
"$program" demo --messages "$folder/own.jsonl" --knowledge "$folder/articles" > "$folder/out" 2>&1 ||
  fail "demo --knowledge ended with $?"
has '  0    0.0 %  answered'
has '^[01] of 1 had no article that answers them; .*--knowledge DIR'
# No article says so: the approved notice is the answer.
cp "$folder/own.jsonl" "$folder/hours.jsonl"
printf '%s\n' '{"conversation": "f", "text": "Are you a bot?", "locale": "en"}' > "$folder/own.jsonl"
"$program" demo --messages "$folder/own.jsonl" --knowledge "$folder/articles" > "$folder/out" 2>&1 || fail "asking for a bot ended with $?"
has '  1  100.0 %  answered'
has '100.0 %  asks-if-ai'
mv "$folder/hours.jsonl" "$folder/own.jsonl"
printf '# What are your opening hours?\n\nFrom 8 to 18.\n' > "$folder/articles/two.md"
"$program" demo --messages "$folder/own.jsonl" --knowledge "$folder/articles" > "$folder/out" 2>&1 ||
  fail "demo --knowledge ended with $?"
has '  1  100.0 %  answered'
"$program" demo --exit --knowledge "$folder/none" > "$folder/out" 2>&1
[ $? -eq 2 ] || fail "a missing folder of articles must end with 2"

# 3. Staying up: other commands reach it, SIGTERM ends it, the folder can be used again.
mkfifo "$folder/pipe"
for round in 1 2; do
  "$program" demo --port 0 --data "$folder/data" > "$folder/pipe" 2>&1 &
  server=$!
  : > "$folder/out"
  while IFS= read -r line; do
    printf '%s\n' "$line" >> "$folder/out"
    case $line in "The demo's folder"*) break ;; esac
  done < "$folder/pipe"
  has '^All [0-9]* steps went as expected'
  token=$(sed -n 's/^ *demo-reviewer *\(cs_[0-9a-f]*\)$/\1/p' "$folder/out")
  COUNTERSIGN_TOKEN=$token "$program" review list --config "$folder/data/countersign.yaml" > "$folder/list" 2>&1 ||
    fail "review list in round $round: $(cat "$folder/list")"
  kill -TERM "$server"
  wait "$server" || fail "SIGTERM must end it with 0"
  server=
done
[ -f "$folder/data/countersign.yaml" ] || fail "--data was not kept"

# 4. A folder of something else is left alone.
mkdir "$folder/other" && echo precious > "$folder/other/file"
"$program" demo --exit --data "$folder/other" > "$folder/out" 2>&1
[ $? -eq 2 ] || fail "a foreign folder must be refused"
[ "$(ls "$folder/other")" = file ] || fail "a foreign folder was changed"

# 5. The demo is a test: with a policy out of force it says what differs, and ends with 1.
build=$(dirname "$program")
mkdir "$folder/weaker" && cp "$program" "$folder/weaker/countersign" && cp -RL "$build/policies" "$folder/weaker/policies"
ln -s "$build/plugins" "$build/demo" "$folder/weaker/"
rule=$folder/weaker/policies/starter/rules/16-someone-elses-data.yaml
sed 's/^mode: enforce/mode: watch/' "$rule" > "$folder/rule" && cp "$folder/rule" "$rule"
"$folder/weaker/countersign" demo --exit > "$folder/out" 2>&1
[ $? -eq 1 ] || fail "a demo that differs must end with 1"
has '^14 .*DIFFERS'
has 'expected: blocked'
echo "the demo went as expected"
