"""All external judges, papermesh beside its peers: thesaurus, acronyms, similarity, keyphrases, terms.

    uv run python -m benchmarks.external [--limit N] [--only NAME ...]

What is missing is named, with where it is to be had, and the rest goes on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from threadpoolctl import threadpool_limits

from benchmarks import acronyms, keyphrases, similarity, terms, thesaurus
from benchmarks.table import machine

LIMIT = 200


def judges(limit: int) -> dict[str, list[Callable[[], str]]]:
    """limit: abstracts of each set of keyphrases."""
    return {
        "thesaurus": [thesaurus.report],
        "acronyms": [acronyms.report],
        "similarity": [similarity.report],
        "keyphrases": [lambda s=s: keyphrases.report(s, limit) for s in keyphrases.SETS],
        "terms": [terms.report],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="all external judges with their peers")
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help="abstracts of each set of keyphrases")
    parser.add_argument("--only", nargs="+", choices=[*judges(LIMIT)], metavar="NAME", help="some of the judges")
    options = parser.parse_args()
    print(f"{machine()}\n")
    with threadpool_limits(1):
        for name, reports in judges(options.limit).items():
            if options.only and name not in options.only:
                continue
            print(f"## {name}\n", flush=True)
            for report in reports:
                try:
                    print(report(), flush=True)
                except SystemExit as missing:
                    print(f"{missing}\n", flush=True)


if __name__ == "__main__":
    main()
