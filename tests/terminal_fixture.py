"""A command on a pseudo-terminal: what a person sees of it, and types into it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

KG = [sys.executable, "-c", "from kg.cli import main; main()"]


def seen_on_a_terminal(
    *args: str,
    typed: str = "",
    env: Mapping[str, str] | None = None,
    rows: int = 24,
    columns: int = 100,
    cwd: Path | None = None,
) -> tuple[int, str]:
    """Exit code and everything on the terminal, stdout and stderr together; typed: keys pressed at the start."""
    if os.name == "nt":
        pytest.skip("needs a pseudo-terminal")
    import fcntl
    import pty
    import struct
    import termios

    keep = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES", "PAGER", "LESS")}
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        with subprocess.Popen(
            [*KG, *args], stdin=inner, stdout=inner, stderr=inner, env={**keep, "TERM": "xterm", **(env or {})}, cwd=cwd
        ) as process:
            os.close(inner)
            os.write(outer, typed.encode())
            data = b""
            while chunk := _read(outer):
                data += chunk
            return process.wait(60), data.decode("utf-8", "replace").replace("\r\n", "\n")
    finally:
        os.close(outer)


def _read(file: int) -> bytes:
    try:
        return os.read(file, 65536)
    except OSError:  # how Linux says that the other side closed
        return b""
