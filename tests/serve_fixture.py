"""`kg serve` in a process of its own, and what it answers."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

KG = [sys.executable, "-c", "from kg.cli import main; main()"]
ROOT = Path(__file__).parents[1]


def start(*args: str, **settings: str) -> tuple[subprocess.Popen, str]:
    """A server and the address of its page. settings: environment variables."""
    process = subprocess.Popen(
        [*KG, "serve", *args],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | settings,
    )  # fmt: skip
    assert process.stdout
    address = process.stdout.readline().strip()
    if not address:
        _, told = process.communicate(timeout=30)
        pytest.fail(told)
    return process, address


def stop(process: subprocess.Popen) -> str:
    """Ends it as Ctrl-C does; what it said."""
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    return told


def get(address: str, path: str = "", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of an answer."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    connection.request(
        "GET", parts.path + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    read = answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return read
