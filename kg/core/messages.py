"""How numbers are written in messages."""

from __future__ import annotations


def counted(count: int, one: str, several: str = "") -> str:
    """A number with its noun: "1 paper", "1,200 papers". several: the plural where it is not just one more s."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def gigabytes(size: float) -> str:
    """ "1.9 GB", "310 MB"."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
