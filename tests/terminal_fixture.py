"""A command on a pseudo-terminal: what a person sees of it, and types into it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping

import pytest

KG = [sys.executable, "-c", "from kg.cli import main; main()"]


def seen_on_a_terminal(
    *args: str,
    typed: str = "",
    at: str = "",
    env: Mapping[str, str] | None = None,
    rows: int = 24,
    columns: int = 100,
) -> tuple[int, str]:
    """Exit code and everything on the terminal, stdout and stderr together. typed: keys pressed once `at` is seen."""
    if os.name == "nt":
        pytest.skip("needs a pseudo-terminal")
    import fcntl
    import pty
    import struct
    import termios

    keep = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES", "PAGER", "LESS")}
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    environment = {**keep, "TERM": "xterm", **(env or {})}
    controlling = [sys.executable, "-c", "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
                   "os.execv(sys.argv[1], sys.argv[1:])"]  # fmt: skip
    try:
        with subprocess.Popen(
            [*controlling, *KG, *args], stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=True
        ) as process:
            os.close(inner)
            data = b""
            while chunk := _read(outer):
                data += chunk
                if typed and at.encode() in data:
                    time.sleep(0.5)  # nobody types the moment that a question appears; it is being asked by then
                    os.write(outer, typed.encode())
                    typed = ""
            try:
                code = process.wait(20)
            finally:
                process.kill()
            return code, data.decode("utf-8", "replace").replace("\r\n", "\n")
    finally:
        os.close(outer)


def _read(file: int) -> bytes:
    """What is there; nothing once the other side closed, or after 40 s of silence."""
    if not select.select([file], [], [], 40)[0]:
        return b""
    try:
        return os.read(file, 65536)
    except OSError:  # how Linux says that the other side closed
        return b""
