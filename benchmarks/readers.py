"""How fast each format is read, and whether memory is flat: one process a format and size, on entries made here.

    uv run python -m benchmarks.readers [--entries 20000] [--only NAME]

Every entry has a title, three authors, a year, a DOI and an abstract of 1,050 characters with two formulas. Those of
Web of Science have all that it exports: addresses, index terms, ORCIDs, 40 cited references, half cited only once.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from benchmarks.table import machine, markdown

_MEASURE = """
import resource, sys, time
from kg.papers.readers.read import find_sources, read_records
(source,) = find_sources(sys.argv[1:])
next(read_records(source))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.process_time()
count = sum(1 for _ in read_records(source))
seconds = time.process_time() - started
print(count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
_ABSTRACT = (
    "We study knowledge graphs, and show that links between papers are better than before. " * 6 + "$\\ell_1$ norms. "
) * 2


def _jsonl(n: int) -> str:
    return (
        json.dumps(
            {
                "id": f"{1501 + n % 12}.{n % 100_000:05}",
                "authors": "Ann Bee, Chris Dee and Eve Eff",
                "title": f"On graphs, number {n}",
                "abstract": _ABSTRACT,
                "doi": f"10.1000/{n}",
                "categories": "cs.DB cs.IR",
                "update_date": "2015-05-13",
            }
        )
        + "\n"
    )


def _array(n: int) -> str:
    return ("[" if n == 0 else ",") + _jsonl(n)


def _openalex(n: int) -> str:
    index: dict[str, list[int]] = {}
    for at, word in enumerate(_ABSTRACT.split()):
        index.setdefault(word, []).append(at)
    work = {
        "id": f"https://openalex.org/W{n}",
        "doi": f"https://doi.org/10.1000/{n}",
        "title": f"On graphs, number {n}",
        "publication_year": 2020,
        "authorships": [{"author": {"display_name": name}} for name in ("Ann Bee", "Chris Dee", "Eve Eff")],
        "abstract_inverted_index": index,
        "referenced_works": [f"https://openalex.org/W{n + k}" for k in range(30)],
    }
    return json.dumps(work) + "\n"


def _csv(n: int) -> str:
    header = "Title,Authors,Year,DOI,Author Keywords,Abstract\n" if n == 0 else ""
    return f'{header}"On graphs, number {n}","Bee A.; Dee C.; Eff E.",2020,10.1000/{n},graphs; trees,"{_ABSTRACT}"\n'


def _bibtex(n: int) -> str:
    return (
        f'@article{{key{n},\n  author = {{Bee, Ann and M{{\\"u}}ller, J{{\\"o}}rg and Eff, Eve}},\n'
        f"  title = {{On {{graphs}}, number {n}}},\n  year = {{2020}},\n  doi = {{10.1000/{n}}},\n"
        f"  keywords = {{graphs, trees}},\n  abstract = {{{_ABSTRACT}}}\n}}\n\n"
    )


def _cited(n: int) -> list[str]:
    """Forty references as Web of Science words them: some without DOI, some with two, some books, some with accents."""
    cited = []
    for k in range(40):
        m = (n * 7 + k * k) % 5000 if k % 2 else 40 * n + k
        family = ("Garcia-Lopez M", "Müller J", "van der Berg H", "Zhang YX", "O'Brien KT")[m % 5]
        journal = ("J AM CHEM SOC", "LANCET", "PHYS REV B", "ECOL LETT")[m % 4]
        place = f"{journal}, V{m % 300}, P{m}" if m % 17 else f"{m} HDB GRAPHS"
        one, two = f", DOI 10.1000/j.{m}", f", DOI [10.1000/j.{m}, 10.1000/J.{m}]"
        cited.append(f"{family}, {1980 + m % 40}, {place}{'' if m % 3 == 0 else one if m % 20 else two}")
    return cited


_ADDRESSES = [
    "Univ Somewhere, Dept Comp Sci, Main Rd 1, Sometown 12345, Norway",
    "Inst Graphs & Trees, POB 17, Otherville, Peoples R China",
    "Univ Somewhere, Lib, Main Rd 3, Sometown 12345, Norway",
]


def _wos_bibtex(n: int) -> str:
    def lines(values: list[str]) -> str:
        return "\n   ".join(value.replace("[", "{[}").replace("]", "{]}").replace("&", "\\&") for value in values)

    fields = {
        "Title": f"On graphs, number {n}, and what they are good for",
        "Journal": "JOURNAL OF GRAPHS \\& TREES",
        "Year": "2020",
        "Volume": f"{n % 90}",
        "Pages": f"{n}-{n + 9}",
        "Month": "MAR",
        "Abstract": "\n   ".join(re.findall(r".{1,76}(?: |$)", _ABSTRACT)),
        "Publisher": "GRAPH PRESS",
        "Address": "MAIN RD 1, SOMETOWN, NORWAY",
        "Type": "Article",
        "Language": "English",
        "Affiliation": "Bee, A (Corresponding Author), " + lines(_ADDRESSES),
        "DOI": f"10.1000/{n}",
        "ISSN": "0000-0000",
        "EISSN": "0000-0001",
        "Keywords": "graphs; trees; links between papers; knowledge graphs",
        "Keywords-Plus": "NETWORKS; CENTRALITY; COMMUNITY STRUCTURE",
        "Research-Areas": "Computer Science",
        "Author-Email": "bee@example.org",
        "ORCID-Numbers": "Bee, Ann/0000-0002-1825-0097\n   Dee, Chris/0000-0001-5109-3700",
        "Cited-References": lines([f"{line}." for line in _cited(n)]),
        "Number-of-Cited-References": "40",
        "Times-Cited": "3",
        "Journal-ISO": "J. Graphs Trees",
        "Unique-ID": f"WOS:{n:015}",
    }
    body = ",\n".join(f"{name} = {{{{{value}}}}}" for name, value in fields.items())
    return f"@article{{ WOS:{n:015},\nAuthor = {{Bee, Ann and Dee, Chris and Eff, Eve}},\n{body},\n}}\n\n"


def _wos(n: int) -> str:
    head = "FN Clarivate Analytics Web of Science\nVR 1.0\n" if n == 0 else ""
    tags = {
        "PT": ["J"],
        "AU": ["Bee, A", "Dee, C", "Eff, E"],
        "AF": ["Bee, Ann", "Dee, Chris", "Eff, Eve"],
        "TI": [f"On graphs, number {n}, and what they are good for"],
        "SO": ["JOURNAL OF GRAPHS & TREES"],
        "LA": ["English"],
        "DT": ["Article"],
        "DE": ["graphs; trees; links between papers; knowledge graphs"],
        "ID": ["NETWORKS; CENTRALITY; COMMUNITY STRUCTURE"],
        "AB": [_ABSTRACT],
        "C1": [
            f"[{name}] {place}." for name, place in zip(("Bee, Ann", "Dee, Chris", "Eff, Eve"), _ADDRESSES, strict=True)
        ],
        "RP": ["Bee, A (corresponding author), Univ Somewhere, Dept Comp Sci, Main Rd 1, Sometown 12345, Norway."],
        "EM": ["bee@example.org"],
        "OI": ["Bee, Ann/0000-0002-1825-0097; Dee, Chris/0000-0001-5109-3700"],
        "CR": _cited(n),
        "NR": ["40"],
        "PU": ["GRAPH PRESS"],
        "PA": ["MAIN RD 1, SOMETOWN, NORWAY"],
        "SN": ["0000-0000"],
        "J9": ["J GRAPHS TREES"],
        "JI": ["J. Graphs Trees"],
        "PY": ["2020"],
        "VL": [f"{n % 90}"],
        "BP": [f"{n}"],
        "EP": [f"{n + 9}"],
        "DI": [f"10.1000/{n}"],
        "WC": ["Computer Science"],
        "UT": [f"WOS:{n:015}"],
    }
    return head + "".join(f"{tag} " + "\n   ".join(values) + "\n" for tag, values in tags.items()) + "ER\n\n"


def _ris(n: int) -> str:
    return (
        f"TY  - JOUR\nAU  - Bee, Ann\nAU  - Dee, Chris\nAU  - Eff, Eve\nTI  - On graphs, number {n}\nPY  - 2020\n"
        f"DO  - 10.1000/{n}\nKW  - graphs\nKW  - trees\nAB  - {_ABSTRACT}\nER  - \n\n"
    )


def _pubmed(n: int) -> str:
    head = '<?xml version="1.0"?>\n<PubmedArticleSet>\n' if n == 0 else ""
    people = "".join(f"<Author><LastName>{a}</LastName><ForeName>X</ForeName></Author>" for a in ("Bee", "Dee", "Eff"))
    return (
        f"{head}<PubmedArticle><MedlineCitation><PMID>{n}</PMID><Article>"
        f"<ArticleTitle>On graphs, number {n}</ArticleTitle>"
        f"<Abstract><AbstractText>{_ABSTRACT}</AbstractText></Abstract><AuthorList>{people}</AuthorList>"
        f'<ELocationID EIdType="doi">10.1000/{n}</ELocationID></Article></MedlineCitation></PubmedArticle>\n'
    )


FORMATS: dict[str, tuple[Callable[[int], str], str]] = {
    "arXiv snapshot (JSON lines)": (_jsonl, ""),
    "JSON array": (_array, "]"),
    "OpenAlex": (_openalex, ""),
    "CSV": (_csv, ""),
    "BibTeX": (_bibtex, ""),
    "Web of Science, BibTeX, 40 references": (_wos_bibtex, ""),
    "RIS": (_ris, ""),
    "Web of Science, 40 references": (_wos, "EF\n"),
    "PubMed XML": (_pubmed, "</PubmedArticleSet>"),
}
"""Name -> (number of an entry -> its text, what stands at the end)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--only", default="", help="formats whose name holds this")
    entries, only = (given := parser.parse_args()).entries, given.only
    print(f"{machine()}; {entries} and {4 * entries} entries\n")
    rows = [list(_row(name, entries)) for name in FORMATS if only in name]
    header = ["format", "entries/s", "MB/s", f"growth MB, {entries}", f"growth MB, {4 * entries}"]
    print(markdown(header, [*rows, list(_row("JSON lines, .xz", entries, packed=True))]))


def _row(name: str, entries: int, packed: bool = False) -> Iterator[str]:
    entry, end = FORMATS.get(name, (_jsonl, ""))
    with tempfile.TemporaryDirectory() as folder:
        path, growths = Path(folder) / "papers.dat", []
        for count in (entries, 4 * entries):
            with lzma.open(path, "wt", preset=0) if packed else path.open("w") as file:
                file.writelines(chain(map(entry, range(count)), [end]))
            found, seconds, growth = _measure(path)
            assert found == count, (name, found, count)
            growths.append(growth)
            speed, size = f"{count / seconds:,.0f}", f"{path.stat().st_size / 1e6 / seconds:.0f}"
        yield from (name, speed, "" if packed else size, *(f"{growth:.0f}" for growth in growths))


def _measure(path: Path) -> tuple[int, float, float]:
    """Entries, seconds of processor time, megabytes by which the process grew beyond its size after the first entry."""
    done = subprocess.run([sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True)
    count, seconds, growth = done.stdout.split()
    return int(count), float(seconds), int(growth) / 1024


if __name__ == "__main__":
    main()
