"""What the tests of the readers share."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.readers import find_sources, read_records
from kg.records import Record

SEEDS = Path(__file__).parents[1] / "seeds"
MARKER = "translated by 谷歌翻译"


def read(*sources: str | Path, **options) -> list[Record]:
    return [record for source in find_sources(sources) for record in read_records(source, **options)]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def failure(path: Path, **options) -> InputError:
    """The one-line error that reading the file ends with."""
    with pytest.raises(InputError) as caught:
        read(path, **options)
    assert "\n" not in str(caught.value)
    return caught.value


def skipped(path: Path, **options) -> tuple[list[str], list[InputError]]:
    """(abstracts that could be read, errors that were skipped)."""
    errors: list[InputError] = []
    records = read(path, skip_errors=True, on_skip=errors.append, **options)
    return [record.abstract for record in records], errors
