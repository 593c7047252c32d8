# SPDX-License-Identifier: Apache-2.0
"""How many requests the HTTP client has under way: few enough for a server that refuses what is too much, many where nothing speaks against it."""
import asyncio
import threading
import unittest

import http_support


class Server:
    """Answers after 10 ms, so many at once; 429 to what is beyond."""

    def __init__(self, most):
        self.most, self.active, self.peak, self.refused, self.served = most, 0, 0, 0, 0
        self.loop, started = asyncio.new_event_loop(), threading.Event()
        self.thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self.thread.start()
        started.wait(20)

    def _run(self, started):
        asyncio.set_event_loop(self.loop)
        self.server = self.loop.run_until_complete(asyncio.start_server(self._handle, '127.0.0.1', 0))
        self.url = f'http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/'
        started.set()
        self.loop.run_forever()

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(20)
        self.server.close()

    async def _handle(self, reader, writer):
        try:
            while await reader.readuntil(b'\r\n\r\n'):
                if self.active >= self.most:
                    self.refused += 1
                    writer.write(b'HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n')
                    continue
                self.active += 1
                self.peak = max(self.peak, self.active)
                await asyncio.sleep(0.01)
                self.active -= 1
                self.served += 1
                writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
        except (asyncio.IncompleteReadError, ConnectionError):
            pass


class WindowTest(http_support.Case):
    def ask(self, most, count):
        server = Server(most)
        self.addCleanup(server.close)
        done = http_support.Run(server.url, mode='step', connections=32, repeat=count)
        self.assertEqual(server.served, count)
        self.assertEqual({result.status for result in done.results}, {'OK'})
        return server

    def test_a_server_that_refuses_is_asked_less(self):
        server = self.ask(6, 400)
        self.assertLess(server.refused, 100)

    def test_a_server_that_takes_them_gets_more(self):
        server = self.ask(100, 400)
        self.assertEqual(server.refused, 0)
        self.assertGreater(server.peak, 16)


if __name__ == '__main__':
    unittest.main()
