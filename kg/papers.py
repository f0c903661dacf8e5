"""From records to papers: what is found twice is one paper."""

from __future__ import annotations

import hashlib
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.language import detect_language
from kg.readers import OnSkip, find_sources, read_records
from kg.records import Paper, Record
from kg.titles import derive_title

__all__ = ["derive_title", "merge_records", "read_papers"]

_NO_LETTERS = (string.punctuation + string.whitespace).encode()
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
# What stands in the place of an abstract says nothing about which paper it is.
_STOCK_SENTENCE = re.compile(
    r"(?:this|the)(?:paper|article|submission|manuscript|work)(?:hasbeen|is|was)(?:withdrawn|retracted).{0,120}"
    r"|(?:no|missing)?abstract(?:is|not|isnot)?(?:available|provided)?|na|none|null|(?:暂?无|没有)?(?:中文)?摘要"
)


def merge_records(records: Iterable[Record]) -> list[tuple[Paper, list[Record]]]:
    """One paper per different abstract, with its records by (path, position); sorted by id.

    Abstracts are the same when they differ in case, whitespace and punctuation only; a record without
    abstract is known by its title. A field is the first one given, in the order of the records. The id is the
    smallest given one, else a hash of the abstract; an id given to different abstracts is followed by "~" and
    a piece of that hash, for all of them. The order of the input makes no difference. Titles are not derived.
    """
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(_identity(record), []).append(record)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=lambda record: (record.path, record.position, repr(record)))
    ids = _ids(groups)
    merged = [(_merge(ids[identity], group), group) for identity, group in groups.items()]
    return sorted(merged, key=lambda pair: pair[0].id)


def read_papers(
    *sources: str | Path,
    form: str = "",
    mapping: Mapping[str, str] | None = None,
    skip_errors: bool = False,
    on_skip: OnSkip | None = None,
) -> Iterator[Paper]:
    """The papers of files, folders or "-" (standard input), streamed in order; what came before is left out.

    Titles that are not given are "". Raises InputError; with skip_errors bad entries are left out instead
    and on_skip is called for each.
    """
    seen: set[bytes] = set()
    for source in find_sources(sources, form=form, on_skip=on_skip if skip_errors else None):
        for record in read_records(source, form=form, mapping=mapping, skip_errors=skip_errors, on_skip=on_skip):
            identity = _identity(record)
            key = hashlib.sha256(identity.encode()).digest()
            if key not in seen:
                seen.add(key)
                yield _merge(record.id or _hash_id(identity), [record])


def _identity(record: Record) -> str:
    """What makes two records one paper: the normalised abstract, else the title."""
    abstract = _normalise(record.abstract)
    if not abstract or (len(abstract) < 200 and _STOCK_SENTENCE.fullmatch(abstract)):
        abstract += _normalise(record.title)
    return abstract or record.abstract or record.title


def _normalise(text: str) -> str:
    if text.isascii():
        return text.lower().encode().translate(None, _NO_LETTERS).decode()
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", text).casefold())


def _hash(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()


def _hash_id(identity: str) -> str:
    return "p" + _hash(identity)[:12]


def _ids(groups: dict[str, list[Record]]) -> dict[str, str]:
    """The id of each group: unique, whatever the sources say."""
    chosen = {
        identity: min((record.id for record in group if record.id), default="") or _hash_id(identity)
        for identity, group in groups.items()
    }
    uses = Counter(chosen.values())
    shared = {identity: _hash(identity) for identity, own_id in chosen.items() if uses[own_id] > 1}
    for length in (6, 16, 64):  # six digits, unless a great many papers carry the same id
        ids = chosen | {identity: f"{chosen[identity]}~{digits[:length]}" for identity, digits in shared.items()}
        if len(set(ids.values())) == len(ids):
            break
    return ids


def _merge(own_id: str, group: list[Record]) -> Paper:
    abstract = next(filter(None, (record.abstract for record in group)), "")
    title = next(filter(None, (record.title for record in group)), "")
    years = (record.year for record in group if record.year is not None)
    return Paper(
        id=own_id,
        title=title,
        abstract=abstract,
        lang=_language(abstract or title, next(filter(None, (record.lang for record in group)), "")),
        title_given=bool(title),
        year=next(years, None),
        url=next(filter(None, (record.url for record in group)), ""),
        doi=next(filter(None, (record.doi for record in group)), ""),
        authors=next(filter(None, (record.authors for record in group)), ()),
        keywords=next(filter(None, (record.keywords for record in group)), ()),
    )


def _language(text: str, given: str) -> str:
    """As the text itself says; only a short Japanese text may look Chinese."""
    return "en" if given[:2].casefold() in ("ja", "ko") else detect_language(text)
