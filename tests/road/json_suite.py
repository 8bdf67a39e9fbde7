"""Sends each file of a JSON test suite (y_, n_ and i_ files) as a webhook body; by hand, the suite is not part of the project.
Usage: json_suite.py PROGRAM STARTER_POLICIES FOLDER. y_: read, so 202 or 422; n_: 400 or 422; the server lives."""
import collections
import os
import sys

sys.dont_write_bytecode = True
import front_test

folder, counted, wrong = sys.argv[3], collections.Counter(), []
gateway = front_test.Process(front_test.PROGRAM, front_test.STARTER).start()
try:
    for name in sorted(name for name in os.listdir(folder) if name.endswith('.json')):
        with open(os.path.join(folder, name), 'rb') as file:
            status, headers, told = front_test.ask(gateway.port, file.read())
        counted[name[:2], status] += 1
        allowed = {'y_': (202, 422), 'n_': (400, 422)}.get(name[:2], (202, 400, 422))
        if status not in allowed or (status != 202 and headers['Content-Type'] != 'application/problem+json'):
            wrong.append((name, status, told))
    alive = gateway.http('GET', '/healthz')[0] == 200
finally:
    gateway.close()
for key, count in sorted(counted.items()):
    print(*key, count)
print('wrong:', wrong or 'none', '- alive:', alive)
sys.exit(bool(wrong) or not alive)
