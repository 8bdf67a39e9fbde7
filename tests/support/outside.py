"""The world outside a gateway, for tests in Python: an HTTP server on loopback, any free port, that bears clients that are
killed in the middle. Nothing but the standard library. Used by tests/road, tests/crash and tests/browser."""
import http.server
import json
import threading


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A gateway that is killed hangs up in the middle; that is what is tested."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Hands each whole request to its owner: post(handler, body) and get(handler)."""
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True
    wbufsize = -1   # one send per answer

    def do_POST(self):
        length = int(self.headers['Content-Length'])
        raw = self.rfile.read(length)
        if len(raw) < length:
            return   # killed while it was sending: that is no request
        self.server.owner.post(self, raw)

    def do_GET(self):
        self.server.owner.get(self)

    def answer(self, status, told, kind='application/json'):
        raw = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_):
        pass


class Outside:
    """A server of its own, at `url`. Whoever derives from it says what post() and get() do."""

    def __init__(self):
        self.server = Server(('127.0.0.1', 0), Handler)
        self.server.owner = self
        self.lock = threading.Lock()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = 'http://127.0.0.1:%d' % self.server.server_address[1]

    def get(self, handler):
        handler.answer(404, {})

    def close(self):
        self.server.shutdown()
        self.server.server_close()
