"""How `kg show` prints a paper, a concept, an author, a venue, a topic or a source for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

from kg.cli.output import print_rows, print_text, to_json, write
from kg.cli.text import BOLD, DIM, clean, line_width, mark, shorten, style, width, wrap
from kg.core.messages import counted

if TYPE_CHECKING:
    from kg.explore.show.cards import (
        AuthorCard,
        Card,
        ConceptCard,
        JoinedConcept,
        ListedPaper,
        PaperCard,
        SourceCard,
        TopicCard,
        VenueCard,
    )

MOST = 10
"""The most lines of one kind in a card for people; the other formats print all."""
MOST_YEARS = 20


def print_card(card: Card, form: str) -> None:
    """Print a card in one of the FORMATS: one node, one object."""
    row = asdict(card)
    if form == "table":
        draw_card(card)
    elif form == "csv":
        print_rows([{field: _names_only(value) for field, value in row.items()}], tuple(row), form)
    else:
        write(to_json(row) + "\n")


def draw_card(card: Card) -> None:
    """Print a card, the terms that link papers and concepts marked in their sentences."""
    from kg.explore.show.cards import ConceptCard, PaperCard, TopicCard

    if isinstance(card, PaperCard):
        _draw_paper(card)
    elif isinstance(card, ConceptCard):
        _draw_concept(card)
    elif isinstance(card, TopicCard):
        _draw_topic(card)
    else:
        _draw_papers(card)


def _draw_paper(card: PaperCard) -> None:
    _heading(card.title)
    _facts(f"Paper {card.id}", card.lang, card.year, card.url, "; ".join(card.sources))
    if place := _appeared(card):
        _facts(place)
    if card.authors:
        _paragraph(", ".join(card.authors))
    if card.abstract:
        print_text("")
        spans = [position for concept in card.concepts for position in concept.marks]
        print_text(wrap(mark(card.abstract, spans), line_width()))
    _section("Concepts", ((c.score, c.name, f"×{c.count}" if c.count > 1 else "") for c in card.concepts))
    _section("Similar papers", ((p.score, p.title, "; ".join(p.shared)) for p in card.similar))


def _appeared(card: PaperCard) -> str:
    """ "Journal of Looms 7(2): 11-19" """
    number = f"{card.volume}({card.issue})" if card.volume and card.issue else card.volume or card.issue
    place = " ".join(filter(None, [card.venue, number]))
    return f"{place}: {card.pages}" if place and card.pages else place or card.publisher


def _draw_concept(card: ConceptCard) -> None:
    names = dict.fromkeys([card.name, card.name_en, card.name_zh])
    _heading(" · ".join(name for name in names if name))
    _facts(f"Concept {card.id}", counted(card.papers, "paper"))
    _list("Also", card.aliases)
    _list("Broader", [_with_vocabulary(concept) for concept in card.broader])
    _list("Narrower", [_with_vocabulary(concept) for concept in card.narrower])
    said = [each for each in (*card.broader, *card.narrower) if each.sentence]
    for each in said[:MOST]:
        lines = wrap(clean(f"{each.name}: {each.sentence}"), line_width(), indent="  ").split("\n")
        print_text("\n".join(style(line, DIM) for line in lines))
    _more(len(said) - MOST)
    _section("Related", ((c.score, c.name, f"{c.papers} shared" if c.papers else "") for c in card.related))
    if card.mentioned_in:
        print_text("\n" + style("Papers", BOLD))
    for paper in card.mentioned_in[:MOST]:
        print_text(_line(paper.score, paper.title, paper.id))
        for each in paper.evidence:
            print_text(wrap(mark(each.sentence, each.marks), line_width(), indent="         "))
    _more(card.papers - len(card.mentioned_in[:MOST]))


def _with_vocabulary(concept: JoinedConcept) -> str:
    """ "dropout", or "dropout (words.ttl)" where a vocabulary says so."""
    return f"{concept.name} ({concept.vocabulary})" if concept.vocabulary else concept.name


def _draw_papers(card: AuthorCard | VenueCard | SourceCard) -> None:
    from kg.explore.show.cards import AuthorCard, VenueCard

    if isinstance(card, AuthorCard):
        _heading(card.name)
        _facts(f"Author {card.id}", card.orcid and f"ORCID {card.orcid}")
        _list("Also", card.aliases)
    elif isinstance(card, VenueCard):
        _heading(card.name)
        _facts(f"Venue {card.id}", card.issn and f"ISSN {', '.join(card.issn)}", counted(len(card.papers), "paper"))
        _list("Also", card.aliases)
    else:
        _heading(card.path)
        _facts(f"Source {card.id}")
    _papers("Papers", card.papers)


def _draw_topic(card: TopicCard) -> None:
    _heading(card.name)
    shape = f"centrality {card.centrality:.1f} · density {card.density:.1f}"
    mean = f"mean year {card.year_mean:.1f}" if card.year_mean else ""
    _facts(f"Topic {card.id}", counted(card.papers, "paper"), mean, shape)
    _list("Part of", [each.name for each in card.part_of])
    _section("Parts", ((each.papers, each.name, each.id) for each in card.parts))
    _section("Concepts", ((each.weight, each.name, counted(each.papers, "paper")) for each in card.concepts))
    _papers("Core papers", card.core)
    if card.years:
        _papers("Newest papers", card.newest)
    _section("Authors", ((each.papers, each.name, each.id) for each in card.authors))
    if card.years:
        print_text("\n" + style("Papers by year", BOLD))
        _paragraph("  " + " · ".join(f"{each.year}: {each.papers}" for each in card.years[-MOST_YEARS:]))


def _papers(head: str, papers: Sequence[ListedPaper]) -> None:
    print_text("\n" + style(head, BOLD))
    for paper in papers:
        year = f"{paper.year}  " if paper.year else ""
        title = shorten(clean(paper.title), line_width() - len(year) - width(clean(paper.id)) - 4)
        print_text(f"  {year}{title}  {style(clean(paper.id), DIM)}")


def _heading(text: str) -> None:
    print_text("\n".join(style(line, BOLD) for line in wrap(clean(text), line_width()).split("\n")))


def _facts(*facts: object) -> None:
    text = " · ".join(clean(fact) for fact in facts if fact)
    print_text("\n".join(style(line, DIM) for line in wrap(text, line_width()).split("\n")))


def _paragraph(text: str) -> None:
    print_text(wrap(clean(text), line_width()))


def _list(head: str, names: Sequence[str]) -> None:
    if names:
        _paragraph(f"{head}: {', '.join(names)}")


def _section(head: str, rows: Iterable[tuple[float | int, str, str]]) -> None:
    """A head and the best rows below it; nothing when there are none."""
    rows = iter(rows)
    best = list(islice(rows, MOST))
    if best:
        print_text("\n" + style(head, BOLD))
    for score, name, note in best:
        print_text(_line(score, name, note))
    _more(sum(1 for _ in rows))


def _line(score: float | int, name: str, note: str) -> str:
    """A line of score, name and, dimmed, a note. The name is shortened first, down to half the line."""
    room = line_width() - 9
    name, note = clean(name), clean(note)
    note = shorten(note, max(room - width(name) - 2, room // 2 - 2)) if note else ""
    name = shorten(name, room - (width(note) + 2 if note else 0))
    number = f"{score:5d}" if isinstance(score, int) else f"{score:5.3f}"
    return f"  {number}  {name}" + (f"  {style(note, DIM)}" if note else "")


def _more(left: int) -> None:
    if left > 0:
        print_text(style(f"         … and {left} more", DIM))


def _names_only(value: object) -> object:
    """A field of a card for CSV. Of a list, only the names, titles or texts of its entries are written."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_names_only(each) for each in value]
    if isinstance(value, dict):
        return next((value[key] for key in ("name", "title", "text") if value.get(key)), "")
    return value
