"""A TCP proxy that lets a connection break in the middle, or rewrites what the server says."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType


class Proxy:
    """Passes bytes to and from a port of this machine; `at` bytes on their way to the server start `action`, once.

    answer: changes what the server sends. refusing: no connection gets through.
    """

    def __init__(
        self,
        port: int,
        *,
        at: int = 0,
        action: Callable[[Proxy], object] | None = None,
        answer: Callable[[bytes], bytes] = bytes,
    ) -> None:
        self._target = port
        self._at, self._action, self._answer = at, action, answer
        self._passed = 0
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.refusing = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def passed(self) -> int:
        """Bytes that went to the server."""
        return self._passed

    def cut(self) -> None:
        """Break all connections, as a pulled cable does; later ones get through unless `refusing`."""
        with self._lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
            self._open.clear()

    def stay_cut(self) -> None:
        self.refusing = True
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        try:
            if self.refusing:
                raise ConnectionRefusedError
            server = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            client.close()
            return
        with self._lock:
            self._open += [client, server]
        threading.Thread(target=self._pump, args=(client, server, self._count), daemon=True).start()
        threading.Thread(target=self._pump, args=(server, client, self._answer), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, change: Callable[[bytes], bytes]) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(16_384):
                target.sendall(change(data))
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def _count(self, data: bytes) -> bytes:
        before, self._passed = self._passed, self._passed + len(data)
        if self._action and before < self._at <= self._passed:
            self._action(self)
        return data

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self.stay_cut()
