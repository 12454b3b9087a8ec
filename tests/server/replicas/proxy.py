"""A network between backend and server that can be cut, and counts what it carries."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Proxy:
    """Forwards connections to a port of this machine. `brought` counts the bytes that came from there."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.brought = 0
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._silenced: list[tuple[socket.socket, socket.socket]] = []
        self._refusing = False
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def cut(self) -> None:
        """End all connections, and refuse new ones until `mend`."""
        self._refusing = True
        _end(self._pairs)

    def silence(self) -> None:
        """Carry nothing more over the connections there are, without ending them."""
        self._pairs, self._silenced = [], self._pairs

    def mend(self) -> None:
        self._refusing = False

    def close(self) -> None:
        self.cut()
        _end(self._silenced)
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._refusing:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self._target))
            pair = (near, far)
            self._pairs.append(pair)
            for source, sink in ((near, far), (far, near)):
                thread = threading.Thread(target=self._carry, args=(pair, source, sink))
                self._threads.append(thread)
                thread.start()

    def _carry(self, pair: tuple[socket.socket, socket.socket], source: socket.socket, sink: socket.socket) -> None:
        with source, contextlib.suppress(OSError):
            while data := source.recv(65536):
                if source is pair[1]:
                    self.brought += len(data)
                if pair in self._pairs:
                    sink.sendall(data)
        with contextlib.suppress(OSError):
            if pair in self._pairs:
                sink.shutdown(socket.SHUT_RDWR)


def _end(pairs: list[tuple[socket.socket, socket.socket]]) -> None:
    for end in (end for pair in pairs for end in pair):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    made = Proxy(port)
    try:
        yield made
    finally:
        made.close()
