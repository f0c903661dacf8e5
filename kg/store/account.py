"""The account of sources and duplicates (kg.core.account) in the files of a store."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Any

from kg.core.account import Duplicate, LeftOut, SourceAccount
from kg.store.tables import to_json


def packed(account: SourceAccount) -> bytes:
    """For the cache; it carries a checksum. What is new is not kept: that depends on the other sources."""
    return zlib.compress(to_json([account.format, account.records, account.read, account.left_out]).encode(), 1)


def unpacked(path: str, blob: bytes) -> SourceAccount:
    """The account that was packed. Raises zlib.error, ValueError."""
    form, records, read, left_out = json.loads(zlib.decompress(blob))
    return SourceAccount(path, form, records, read, 0, tuple(LeftOut(*each) for each in left_out))


def account_rows(accounts: Iterable[SourceAccount]) -> Iterator[tuple[Any, ...]]:
    """Rows of the catalog's table `account`."""
    for each in accounts:
        yield each.path, each.format, each.records, each.read, each.new, to_json(each.left_out)


def account_of(row: tuple[Any, ...]) -> SourceAccount:
    """The account in a row. Raises ValueError, TypeError."""
    path, form, records, read, new, left_out = row
    return SourceAccount(path, form, records, read, new, tuple(LeftOut(*each) for each in json.loads(left_out)))


def duplicate_rows(duplicates: Iterable[Duplicate]) -> Iterator[tuple[Any, ...]]:
    """Rows of the catalog's table `duplicate`."""
    for each in duplicates:
        yield tuple(to_json(value) if isinstance(value, tuple) else value for value in astuple(each))


def duplicate_of(row: tuple[Any, ...]) -> Duplicate:
    """The duplicate in a row. Raises ValueError, TypeError."""
    paper, record, other, rule, also, against, *rest = row
    return Duplicate(paper, record, other, rule, tuple(json.loads(also)), tuple(json.loads(against)), *rest)
