"""What must hold after any number of kills, read from the three sides that lived on: the customers' side, the channels'
ledger, and the data folder. Used by crash_test.py only."""
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing


def database(path):
    return closing(sqlite3.connect('file:%s?mode=ro' % path, uri=True, timeout=30))


def open_work(path):
    """Work that is still to do now: what waits for a reviewer's deadline waits for a person."""
    with database(path) as db:
        return db.execute("SELECT count(*) FROM work WHERE task<>'deadline'").fetchone()[0]


def copy_is_whole(data):
    """SQLite's own check of a copy of the files as the kill left them, journal included."""
    wrong = []
    folder = tempfile.mkdtemp(prefix='countersign-copy-')
    try:
        for path in (os.path.join(data, 'countersign.db'), os.path.join(data, 'keys', 'keys.db')):
            copy = os.path.join(folder, os.path.basename(path))
            for end in ('', '-wal'):
                if os.path.exists(path + end):
                    shutil.copyfile(path + end, copy + end)
            if os.path.exists(copy):
                with closing(sqlite3.connect(copy)) as db:
                    found = db.execute('PRAGMA integrity_check').fetchall()
                if found != [('ok',)]:
                    wrong.append('%s is damaged: %s' % (path, found[:3]))
    finally:
        shutil.rmtree(folder)
    return wrong


def acknowledged(events, ask_again, see):
    """Every 202 is kept: the event is known under its id, and the message stands in its conversation."""
    wrong = []

    def duplicate(event):
        answer = ask_again(event)
        if answer != (202, {'message': event.message, 'duplicate': True}):
            wrong.append('%s was acknowledged as %s; asked again: %s' % (event.body[:20], event.message, answer))

    def listed(place):
        seen = see(*place)
        there = {message['id'] for message in seen.get('messages', [])}
        for event in places[place]:
            if event.message not in there:
                wrong.append('message %s is not in its conversation %s' % (event.message, place))

    places = {}
    for event in events:
        places.setdefault((event.channel, event.conversation), []).append(event)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(duplicate, events))
        list(pool.map(listed, places))
    return wrong


def deliveries(side, path):
    """Nothing twice but under one key with one body, nothing without its receipt, nothing again without a person."""
    wrong = ['a delivery was no whole message: %r' % raw[:60] for raw in side.broken]
    keys, said = side.by_key(), {}
    with database(path) as db:
        entries = {row[0]: json.loads(row[1]) for row in db.execute("SELECT id, body FROM entry WHERE kind='cleared'")}
        outbox = {row[0]: row[1:] for row in db.execute('SELECT message, receipt, digest, state FROM outbox')}
        approved = {row[0] for row in db.execute("SELECT message FROM entry WHERE kind='approved'")}
    for key, requests in keys.items():
        bodies = {request.raw for request in requests if request.how != 503}   # told to come later: it was not taken
        if len(bodies) > 1:
            wrong.append('key %s came with %d bodies: %s' % (key, len(bodies), sorted(bodies)[:2]))
        if not all(request.signed for request in requests):
            wrong.append('key %s came with a signature that does not fit' % key)
        for request in requests:
            wrong += without_record(request, entries, outbox, approved)
        if requests[0].channel == 'asking' and any(request.how != 503 for request in requests[:-1]):
            wrong.append('key %s was sent again without a person: %s' % (key, [request.how for request in requests]))
        body = requests[0].body
        what = 'ai' if body['written_by'] == 'ai' else body['text']
        said.setdefault((body['conversation'], body['in_reply_to'], what), set()).add(key)
    wrong += ['%s was said under %d keys' % (what, len(found)) for what, found in said.items() if len(found) > 1]
    reached = {key for key, requests in keys.items() if requests[-1].how == 200}
    wrong += ['message %s is on record as delivered, the customer side never took it' % message
              for message, row in outbox.items() if row[2] == 'delivered' and message not in reached]
    return wrong


def keep_checkpoint(data, seen):
    """The published log's checkpoint as the kill left it: it must be a beginning of every later one."""
    path = os.path.join(data, 'audit', 'checkpoint')
    if os.path.exists(path):
        with open(path, 'rb') as file:
            seen.add(file.read())


def published(program, data, seen):
    """An outsider accepts the log, it has every entry, and it continues each checkpoint that was ever seen."""
    with open(os.path.join(data, 'audit', 'log.vkey'), encoding='utf-8') as file:
        key = file.read().strip()
    folder = tempfile.mkdtemp(prefix='countersign-seen-')
    try:
        flags = []
        for number, note in enumerate(seen):
            flags += ['--seen', os.path.join(folder, str(number))]
            with open(flags[-1], 'wb') as file:
                file.write(note)
        done = subprocess.run([program, 'audit', 'verify', '--log', os.path.join(data, 'audit'), '--key', key, *flags],
                              capture_output=True, text=True, timeout=120, check=False)
    finally:
        shutil.rmtree(folder)
    with database(os.path.join(data, 'countersign.db')) as db:
        count = db.execute('SELECT count(*) FROM entry').fetchone()[0]
    fine = done.returncode == 0 and ': fine: %d entries' % count in done.stdout
    return [] if fine else ['the published log of %d entries is not fine: %s' % (count, (done.stdout + done.stderr)[-2000:])]


def streamed(siem, path):
    """Everything up to the cursor was read by somebody, and the cursor came far, for the last stop was in peace."""
    with database(path) as db:
        cursor = db.execute("SELECT seq FROM stream_cursor WHERE name='soc'").fetchone()[0]
        entries = dict(db.execute('SELECT seq, id FROM entry'))
    with siem.lock:
        read = set(siem.read)
    wrong = ['entry %d counts as read by the SIEM, which never read it' % seq for seq in range(1, cursor + 1) if entries[seq] not in read]
    return wrong[:5] if cursor > 0 else ['the SIEM is not known to have read anything']


def without_record(request, entries, outbox, approved):
    body, wrong = request.body, []
    entry, row = entries.get(body['receipt']), outbox.get(body['id'])
    if entry is None or entry['message'] != body['id']:
        wrong.append('message %s was sent, its receipt %s is not on record' % (body['id'], body['receipt']))
    elif 'text' not in entry:
        wrong.append('the entry of message %s names no text' % body['id'])
    if request.how != 503 and (row is None or row[0] != body['receipt'] or row[1] != hashlib.sha256(body['text'].encode()).hexdigest()):
        wrong.append('message %s was sent with another text or receipt than the outbox has' % body['id'])
    if 'refund' in body['text'] and body['written_by'] == 'ai' and body['id'] not in approved:
        wrong.append('the promise %s was sent unsigned' % body['id'])
    return wrong


def record(path, events, signed):
    """The files are whole, the record has no gap, everything accepted has come to an end, signatures are kept."""
    wrong = []
    for one in (path, os.path.join(os.path.dirname(path), 'keys', 'keys.db')):
        with database(one) as db:
            found = db.execute('PRAGMA integrity_check').fetchall()
        if found != [('ok',)]:
            wrong.append('%s is damaged: %s' % (one, found[:3]))
    with database(path) as db:
        first, last, count = db.execute('SELECT min(seq), max(seq), count(*) FROM entry').fetchone()
        if (first, last) != (1, count):
            wrong.append('the record has a gap: %d entries from %d to %d' % (count, first, last))
        for ident, body in db.execute('SELECT id, body FROM entry'):
            if json.loads(body)['id'] != ident:
                wrong.append('entry %s holds another id' % ident)
        wrong += ['message %s has %d entries that say delivered' % row for row in db.execute(
            "SELECT message, count(*) AS n FROM entry WHERE kind='delivered' GROUP BY message HAVING n<>1")]
        wrong += ['message %s is %s, the record says otherwise' % row for row in db.execute(
            "SELECT message, state FROM outbox WHERE (state='delivered') <> "
            "(message IN (SELECT message FROM entry WHERE kind='delivered'))")]
        wrong += ['conversation %s has no ticket' % row for row in db.execute(
            'SELECT id FROM conversation WHERE id NOT IN (SELECT conversation FROM ticket)')]
        notes, filed = (db.execute(sql).fetchone()[0] for sql in (
            'SELECT count(*) FROM ticket_note', "SELECT count(*) FROM entry WHERE kind='ticketed'"))
        if notes != filed:
            wrong.append('the desk has %d notes, the record says %d' % (notes, filed))
        states = dict(db.execute('SELECT id, state FROM review'))
        wrong += ['review %s was signed, it is %s' % (one, states.get(one)) for one in signed if states.get(one) != 'approved']
        wrong += unfinished(db, events)
    return wrong


def unfinished(db, events):
    """An accepted message ends in a reply that left or waits for a person, or in a person's hands."""
    ended = {row[0] for row in db.execute("SELECT in_reply_to FROM message WHERE author<>'customer' AND fate<>'ready'")}
    given = {row[0] for row in db.execute("SELECT message FROM entry WHERE kind='handed_over' AND message IS NOT NULL")}
    with_people = {row[0] for row in db.execute(
        "SELECT message.id FROM message, conversation WHERE message.conversation=conversation.id AND conversation.owner<>'ai'")}
    ready = ['message %s is still ready' % row for row in db.execute("SELECT id FROM message WHERE fate='ready'")]
    return ready + ['message %s was accepted and nothing came of it' % event.message for event in events
                    if event.message not in ended | given | with_people]
