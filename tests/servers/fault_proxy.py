# SPDX-License-Identifier: Apache-2.0
"""
A server that fails as it is told to, in front of another one or on its own; nothing but Python's standard library.

    with FaultOrigin({'/file': Answer(body=b'...')}) as server:      answers of its own
        server.url, server.requests, server.connections
    with FaultProxy(('127.0.0.1', port), cut=100) as proxy:           bytes of another server, cut after the first 100
        proxy.url
    with ForwardProxy(user='u', password='p') as proxy:               an HTTP proxy that forwards and tunnels
        proxy.url

Everything is on a free port of 127.0.0.1, on threads that end with the block. A path of FaultOrigin is one Answer, a list of them (the
first request gets the first one, the last one stays), or a function that gets the Request and returns an Answer.
"""
import base64
import collections
import select
import socket
import ssl
import threading
import time
import urllib.parse

# headers: a dict with names in lower case; connection: a number that differs for each TCP connection.
Request = collections.namedtuple('Request', 'method path headers body connection time')


class Answer:
    """What a FaultOrigin says to one request.

    cut      bytes of the whole answer, head and all, after which the connection ends (None: it is sent as it is)
    stall    the same, but then nothing more comes and the connection stays
    drip     seconds between two bytes of the body
    delay    seconds before the first byte
    length   what Content-Length says; None: the truth; False: there is none, the connection's end ends the body
    raw      bytes in place of everything
    ranges   Range is understood: 206, or 416
    reset    the connection ends with a reset
    """

    def __init__(self, status=200, body=b'', headers=(), *, cut=None, stall=None, drip=0, delay=0, length=None, raw=None,
                 ranges=False, reset=False, close=False, chunked=False):
        self.status, self.body, self.headers = status, body, list(headers)
        self.cut, self.stall, self.drip, self.delay, self.length, self.raw = cut, stall, drip, delay, length, raw
        self.ranges, self.reset, self.close, self.chunked = ranges, reset, close, chunked

    def bytes_for(self, request):
        if self.raw is not None:
            return self.raw, b''
        status, body, extra = self.status, self.body, []
        wanted = request.headers.get('range', '')
        if self.ranges and wanted.startswith('bytes=') and self._may_range(request):
            first, _, last = wanted[6:].partition('-')
            first, end = int(first), min(int(last) + 1, len(body)) if last else len(body)
            if first >= len(body):
                status, extra, body = 416, [f'Content-Range: bytes */{len(body)}'], b''
            else:
                extra = [f'Content-Range: bytes {first}-{end - 1}/{len(body)}']
                status, body = 206, body[first:end]
        lines = [f'HTTP/1.1 {status} Text', *self.headers, *extra]
        if self.chunked:
            lines.append('Transfer-Encoding: chunked')
            body = b''.join(b'%x\r\n%s\r\n' % (len(body[i:i + 7]), body[i:i + 7]) for i in range(0, len(body), 7)) + b'0\r\n\r\n'
        elif self.length is not False and status != 304:
            lines.append(f'Content-Length: {len(body) if self.length is None else self.length}')
        if self.close or self.length is False:
            lines.append('Connection: close')
        return ('\r\n'.join(lines) + '\r\n\r\n').encode('latin-1'), b'' if request.method == 'HEAD' else body

    def _may_range(self, request):
        """If-Range: the whole file when it is another by now."""
        condition = request.headers.get('if-range')
        return condition is None or any(h.split(': ', 1)[1] == condition for h in self.headers
                                        if h.lower().startswith(('etag:', 'last-modified:')))


class Closed(Exception):
    pass


class _Server:
    """Accepts connections, each on a thread, until the block ends."""

    def __init__(self, tls=None):
        self._tls = tls
        self._listener = socket.create_server(('127.0.0.1', 0), backlog=256)
        self.port = self._listener.getsockname()[1]
        self.url = f'{"https" if tls else "http"}://127.0.0.1:{self.port}'
        self.lock = threading.Lock()
        self.connections = 0
        self.open_now = self.open_most = 0
        self._sockets, self._threads, self._over = set(), [], threading.Event()

    def __enter__(self):
        thread = threading.Thread(target=self._accept, daemon=True)
        thread.start()
        self._threads.append(thread)
        return self

    def __exit__(self, *_):
        self._over.set()
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()
        with self.lock:
            for connection in self._sockets:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        for thread in self._threads:
            thread.join(5)

    def _accept(self):
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
                number = self.connections
                self.open_now += 1
                self.open_most = max(self.open_most, self.open_now)
            thread = threading.Thread(target=self._serve, args=(connection, number), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection, number):
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with self.lock:
                self._sockets.add(connection)
            self.serve(connection, number)
        except (OSError, Closed, ssl.SSLError, ValueError):
            pass
        finally:
            with self.lock:
                self._sockets.discard(connection)
                self.open_now -= 1
            connection.close()

    def sleep(self, seconds):
        if self._over.wait(seconds):
            raise Closed()

    @staticmethod
    def reset(connection):
        """The connection ends at once, with RST."""
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0')
        raise Closed()


class _Reader:
    """Requests of a connection, one after the other."""

    def __init__(self, connection):
        self._connection, self._rest = connection, b''

    def _more(self):
        got = self._connection.recv(65536)
        if not got:
            raise Closed()
        self._rest += got

    def until(self, end):
        while end not in self._rest:
            self._more()
        part, self._rest = self._rest.split(end, 1)
        return part

    def exactly(self, count):
        while len(self._rest) < count:
            self._more()
        part, self._rest = self._rest[:count], self._rest[count:]
        return part

    def head(self):
        first, *lines = self.until(b'\r\n\r\n').decode('latin-1').split('\r\n')
        method, path, _ = first.split(' ')
        headers = {}
        for line in lines:
            name, value = line.split(':', 1)
            headers[name.lower()] = value.strip()
        return method, path, headers

    def body(self, headers):
        if headers.get('transfer-encoding') != 'chunked':
            return self.exactly(int(headers.get('content-length', 0)))
        whole = b''
        while True:
            size = int(self.until(b'\r\n'), 16)
            whole += self.exactly(size)
            self.until(b'\r\n')
            if size == 0:
                return whole


class FaultOrigin(_Server):
    """Answers as told. `requests` has what came, in order; `faults` how many of the answers were cut, stalled or reset."""

    def __init__(self, answers, tls=None, keep_alive=True):
        super().__init__(tls)
        self._answers = {path: list(a) if isinstance(a, (list, tuple)) else a for path, a in answers.items()}
        self._keep_alive = keep_alive
        self.requests = []
        self.faults = 0
        self.busy_now = self.busy_most = 0

    def set(self, path, answer):
        with self.lock:
            self._answers[path] = list(answer) if isinstance(answer, (list, tuple)) else answer

    def _next(self, request):
        with self.lock:
            self.requests.append(request)
            found = self._answers.get(request.path.split('?')[0], Answer(404, b'no such path'))
            if isinstance(found, list):
                found = found.pop(0) if len(found) > 1 else found[0]
        return found(request) if callable(found) else found

    def serve(self, connection, number):
        reader = _Reader(connection)
        if self._tls is None and connection.recv(1, socket.MSG_PEEK) == b'\x16':
            # TLS where none is spoken: what web servers say.
            connection.sendall(b'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
            return
        while True:
            method, path, headers = reader.head()
            body = reader.body(headers)
            request = Request(method, path, headers, body, number, time.monotonic())
            answer = self._next(request)
            with self.lock:
                self.busy_now += 1
                self.busy_most = max(self.busy_most, self.busy_now)
            try:
                self._send(connection, request, answer)
            finally:
                with self.lock:
                    self.busy_now -= 1
            if answer.close or answer.length is False or not self._keep_alive:
                return

    def _send(self, connection, request, answer):
        if answer.delay:
            self.sleep(answer.delay)
        head, body = answer.bytes_for(request)
        whole = head + body
        limit = answer.cut if answer.cut is not None else answer.stall
        if limit is not None and limit < len(whole):
            connection.sendall(whole[:limit])
            with self.lock:
                self.faults += 1
            if answer.stall is not None:
                self.sleep(60)
            raise Closed()
        if answer.reset:
            self.reset(connection)
        if not answer.drip:
            connection.sendall(whole)
            return
        connection.sendall(head)
        for i in range(len(body)):
            self.sleep(answer.drip)
            connection.sendall(body[i:i + 1])


class FaultProxy(_Server):
    """Hands bytes on to another server, as they are but for what is done to those that come back.

    cut, stall   after so many bytes of a connection's answers
    corrupt      the number of the byte whose bits are turned over
    delay        seconds that each piece takes, both ways
    drip         seconds between two bytes of an answer
    times        how many connections are treated so; the others are not. None: all
    """

    def __init__(self, target, *, cut=None, stall=None, corrupt=None, delay=0, drip=0, times=None):
        super().__init__()
        self._target = target
        self.cut, self.stall, self.corrupt, self.delay, self.drip, self.times = cut, stall, corrupt, delay, drip, times
        self.faults = 0

    def serve(self, connection, number):
        faulty = self.times is None or number <= self.times
        with socket.create_connection(self._target) as other:
            with self.lock:
                self._sockets.add(other)
            try:
                self._exchange(connection, other, faulty)
            finally:
                with self.lock:
                    self._sockets.discard(other)

    def _exchange(self, connection, other, faulty):
        sent = 0
        while not self._over.is_set():
            for ready in select.select([connection, other], [], [], 1)[0]:
                piece = ready.recv(65536)
                if not piece:
                    return
                if self.delay:
                    self.sleep(self.delay)
                if ready is connection:
                    other.sendall(piece)
                    continue
                self._hand_back(connection, piece, sent, faulty)
                sent += len(piece)

    def _hand_back(self, connection, piece, sent, faulty):
        if not faulty:
            connection.sendall(piece)
            return
        if self.corrupt is not None and sent <= self.corrupt < sent + len(piece):
            at = self.corrupt - sent
            piece = piece[:at] + bytes([piece[at] ^ 0xff]) + piece[at + 1:]
            self._count()
        limit = self.cut if self.cut is not None else self.stall
        if limit is not None and sent + len(piece) > limit:
            connection.sendall(piece[:limit - sent])
            self._count()
            if self.stall is not None:
                self.sleep(60)
            raise Closed()
        if not self.drip:
            connection.sendall(piece)
            return
        for i in range(len(piece)):
            self.sleep(self.drip)
            connection.sendall(piece[i:i + 1])

    def _count(self):
        with self.lock:
            self.faults += 1


class ForwardProxy(_Server):
    """What http_proxy means: absolute URLs are asked for, CONNECT is a tunnel; with a user only for those who know the password."""

    def __init__(self, user=None, password=None):
        super().__init__()
        self._wanted = 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode() if user else None
        self.requests = []

    def serve(self, connection, number):
        reader = _Reader(connection)
        method, target, headers = reader.head()
        with self.lock:
            self.requests.append(Request(method, target, headers, b'', number, time.monotonic()))
        if self._wanted and headers.get('proxy-authorization') != self._wanted:
            connection.sendall(b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="p"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
            return
        if method == 'CONNECT':
            host, port = target.rsplit(':', 1)
            with socket.create_connection((host, int(port))) as other:
                connection.sendall(b'HTTP/1.1 200 Connected\r\n\r\n')
                self._tunnel(connection, other)
            return
        url = urllib.parse.urlsplit(target)
        lines = [f'{method} {url.path or "/"}{"?" + url.query if url.query else ""} HTTP/1.1']
        lines += [f'{n}: {v}' for n, v in headers.items() if not n.startswith('proxy-')] + ['connection: close', '', '']
        with socket.create_connection((url.hostname, url.port or 80)) as other:
            other.sendall('\r\n'.join(lines).encode('latin-1') + reader.body(headers))
            self._tunnel(connection, other)

    def _tunnel(self, connection, other):
        with self.lock:
            self._sockets.add(other)
        try:
            while not self._over.is_set():
                for ready in select.select([connection, other], [], [], 1)[0]:
                    piece = ready.recv(65536)
                    if not piece:
                        return
                    (other if ready is connection else connection).sendall(piece)
        finally:
            with self.lock:
                self._sockets.discard(other)
