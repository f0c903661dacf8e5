"""Which titles are one venue: journals by what sources say, conferences whatever the year, never two of them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from kg.core.records import Record, Venue
from kg.papers.merge import merge_records
from kg.papers.venues.titles import abbreviates, title_of
from kg.papers.venues.venues import venues


def of(*entries: str | dict[str, Any], shuffled: int | None = None) -> list[Venue]:
    """The venues of entries, each of its own paper; a text is a title of a journal or conference."""
    told = [{"venue": entry} if isinstance(entry, str) else entry for entry in entries]
    records = [Record("a", n, f"Abstract {n}.", title=f"On looms, number {n}", **each) for n, each in enumerate(told)]
    if shuffled is not None:
        random.Random(shuffled).shuffle(records)
    return venues(*merge_records(records))


def names(*entries: str | dict[str, Any]) -> list[str]:
    return sorted(venue.name for venue in of(*entries))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Journal of Looms", "JOURNAL OF LOOMS"),
        ("The Journal of Looms", "Journal of Looms"),
        ("Looms & Warps", "Looms and Warps"),
        ("Zeitschrift für Webstühle", "Zeitschrift fur Webstuhle"),
        ("Nature (London)", "Nature"),
        ("Science (New York, N.Y.)", "Science"),
        ("Journal of Looms, vol. 12", "Journal of Looms"),
        ("The Journal of looms : the official journal of the Society of Weavers", "Journal of Looms"),
        ("《计算机学报》", "计算机学报"),
        ("第12届全国织机会议论文集", "第13届全国织机会议论文集"),
        ("Proceedings of the 23rd ACM Conference on Looms", "Proc. of the Twenty-Fourth ACM Conference on Looms"),
        ("2018 IEEE Conference on Looms (COL)", "2019 IEEE Conference on Looms (COL)"),
        ("IEEE/CVF Conference on Looms (COL)", "IEEE Conference on Looms (COL 2017)"),
        ("COL '17: Proceedings of the 3rd Conference on Looms", "Conference on Looms"),
        ("Conference on Looms, Halifax, NS, Canada, August 13 - 17, 2017", "Conference on Looms"),
        ("Conference on Looms, May 4-9, 2017, San Francisco, California, USA", "Conference on Looms"),
        ("Conference on Looms, COL 2018, Paris, France, June 1-3, 2018", "Conference on Looms"),
        ("Proceedings - IEEE Conference on Looms", "IEEE Conference on Looms"),
        ("Advances in Looming Systems 30", "Advances in Looming Systems 31"),
        (
            "Loom Vision – ECLV 2018",
            "Loom Vision - ECLV 2020: 16th European Conference, Glasgow, UK, Proceedings, Part I",
        ),
        ("COL 2018", "2017 IEEE Conference on Looms (COL)"),
    ],
)
def test_titles_of_one_venue(a, b):
    assert len(of(a, b)) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Journal of Looms", "Journal of Warps"),
        ("Advances in Looms (China)", "Advances in Looms"),
        ("Physical Letters A", "Physical Letters B"),
        ("Journal of Loom Science Part A: Weaving", "Journal of Loom Science Part B: Spinning"),
        ("北京大学学报(自然科学版)", "北京大学学报(医学版)"),
        ("Conference on Looms", "Conference on Looms Workshops"),
        ("Companion Proceedings of the Conference on Looms", "Proceedings of the Conference on Looms"),
        ("IEEE Conference on Data Looms (ICDL)", "Industrial Conference on Data Looms (ICDL)"),
        ("IEEE International Conference on Looms", "International Conference on Looms"),
        ("Advances in Spinning — CRYPTO 2001", "Advances in Spinning — EUROCRYPT 2001"),
        ("Proceedings of the IEEE", "IEEE"),
        ("Conference on Speech, Looms and Warps", "Conference on Speech"),
    ],
)
def test_different_venues_stay_apart(a, b):
    assert len(of(a, b)) == 2


def test_a_short_name_is_its_title_where_a_source_gives_both():
    both = {"venue": "Journal of Looms", "venue_short": ("J. Looms", "J LOOMS")}
    (venue,) = of(both, "J. Looms", "J LOOMS")
    assert (venue.name, venue.aliases, venue.papers) == ("Journal of Looms", ("J LOOMS", "J. Looms"), (0, 1, 2))
    assert names("Journal of Looms", "J. Looms") == ["J. Looms", "Journal of Looms"]


def test_the_short_name_of_two_journals_joins_neither():
    entries = [
        {"venue": "Journal of Looms", "venue_short": ("J. Loo.",)},
        {"venue": "Journal of Loopholes", "venue_short": ("J. Loo.",)},
    ]
    assert names(*entries, "J. Loo.") == ["J. Loo.", "Journal of Looms", "Journal of Loopholes"]


def test_the_short_name_of_a_series_does_not_join_its_conferences():
    series = ("LECT NOTES COMPUT SC",)
    entries = [
        {"venue": "LOOM VISION - ECLV 2018", "venue_short": series},
        {"venue": "WARPS 2018", "venue_short": series},
    ]
    assert len(of(*entries)) == 2
    assert not any(venue.aliases for venue in of(*entries))


def test_a_short_name_that_two_conferences_share_joins_neither():
    short = ("IEEE INT CONF LOOM",)
    entries = [
        {"venue": "2018 IEEE International Conference on Looms and Automation (ICLA)", "venue_short": short},
        {"venue": "2018 IEEE International Conference on Looms and Biomimetics (ROBIL)", "venue_short": short},
    ]
    assert len(of(*entries)) == 2


def test_an_issn_joins_what_is_worded_alike_and_nothing_else():
    issn = ("0270-6474",)
    alike = [{"venue": "Physical Looms D", "issn": issn}, {"venue": "Phys. Looms D", "issn": issn}]
    (venue,) = of(*alike)
    assert venue.issn == issn
    assert len(of({"venue": "Loom Vision", "issn": issn}, {"venue": "Warps and Wefts", "issn": issn})) == 2


def test_an_acronym_alone_joins_the_only_conference_that_is_called_so():
    first, second = "2017 Conference on Looms (COL)", "2017 Congress of Liars (COL)"
    (venue,) = of(first, "COL 2018")
    assert (venue.name, venue.aliases) == ("Conference on Looms", ("COL",))
    assert len(of(first, second, "COL 2018")) == 3
    assert len(of("2017 Conference on Chaos (CHAOS)", {"venue": "CHAOS", "kind": "article"})) == 2


def test_the_name_is_a_full_title_as_most_write_it():
    entries = ["JOURNAL OF LOOMS"] * 3 + ["Journal of looms"] + ["Journal of Looms"] * 2 + ["J. Looms"] * 9
    (venue,) = of({"venue": "JOURNAL OF LOOMS", "venue_short": ("J. Looms",)}, *entries)
    assert venue.name == "Journal of Looms"


def test_the_order_of_sources_makes_no_difference():
    entries = [
        {"venue": "Journal of Looms", "venue_short": ("J. Looms",), "issn": ("0270-6474",)},
        {"venue": "J Looms"},
        {"venue": "The Journal of Looms", "issn": ("0270-6474",)},
        {"venue": "2017 IEEE/CVF Conference on Looms (COL)"},
        {"venue": "2018 IEEE Conference on Looms (COL)"},
        {"venue": "COL"},
        {"venue": "计算机学报"},
    ]
    told = {tuple((v.id, v.name, v.aliases, v.issn, len(v.papers)) for v in of(*entries, shuffled=s)) for s in range(8)}
    assert len(told) == 1
    assert sorted(len(venue.papers) for venue in of(*entries)) == [1, 3, 3]


def test_a_paper_without_a_venue_has_none():
    assert of({"venue": ""}) == []


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("P NATL ACAD SCI USA", "Proceedings of the National Academy of Sciences of the United States of America"),
        ("PROC CVPR IEEE", "IEEE/CVF Conference on Computer Vision and Pattern Recognition, CVPR"),
        ("Phys. Rev. Lett.", "Physical Review Letters"),
        ("JAMA", "Journal of the American Medical Association"),
    ],
)
def test_short_names(short, full):
    assert abbreviates(short, full)
    assert not abbreviates(short, "Looms")


@pytest.mark.parametrize("name", ["", " ", "2018", "()", "The", "Proceedings", "12", "&", "\u3000", "The (London)"])
def test_a_title_of_nothing_is_some_title(name):
    title = title_of(name)
    assert isinstance(title.key, str)


def test_long_titles_take_no_long_time():
    for piece in ("a, ", "1st ", "(CVPR ", "May 1, ", "2018 ", "Proc. of ", ": ", "vol "):
        title_of(piece * 170 + "Conference")
