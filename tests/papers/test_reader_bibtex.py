"""BibTeX and BibLaTeX, with fifteen years of wear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_fixture import failure, read, skipped, write

from kg.papers.readers.formats import bibtex_entries
from kg.papers.readers.read import find_sources, read_records

LIBRARY = r"""% Encoding: UTF-8
@string{jcs = {Journal of Computing}}
@STRING ( nips = "x" )
@preamble{"\newcommand{\noopsort}[1]{}"}
@comment{jabref-meta: databaseType:bibtex;}

@article{muller2020knowledge,
  title     = {On {K}nowledge Graphs and $\ell_1$ Norms: 100\% of {\"O}dets},
  author    = {M{\"u}ller, J{\"o}rg and Erd{\H o}s, P{\'a}l and Ann van der Berg and {The {ATLAS} Collaboration} and others},
  journal   = jcs # { and } # "more",
  year      = 2020,
  month     = jan,
  abstract  = {We study \emph{knowledge graphs} --- see \cite{x} --- with ``quotes'', a~tie and
               $\alpha \in \mathbb{R}$. {\textcopyright} 2020 Elsevier},
  doi       = {https://doi.org/10.1000/XYZ_1},
  keywords  = {graphs, trees}
}

@InProceedings ( bee99 ,
  AUTHOR = "Ann Bee and Dee, Jr., Chris" ,
  Title = "Trees" # { and } # "Forests",
  Year = "1999",
  url = {http://arxiv.org/abs/cs/9901001v2},
)

@online{lee,
  author = {李明 and 张, 三},
  title = {知识图谱},
  subtitle = {综述},
  date = {2021-05-04},
  eprint = {2105.01234},
  eprinttype = {arxiv},
  langid = {chinese}
}
"""


def test_a_library_is_read_with_its_strings_accents_and_formulas(tmp_path):
    first, second, third = read(write(tmp_path / "a.bib", LIBRARY))
    assert first.title == "On Knowledge Graphs and $\\ell_1$ Norms: 100% of Ödets"
    assert first.authors == ("Jörg Müller", "Pál Erdős", "Ann van der Berg", "The ATLAS Collaboration")
    assert "We study knowledge graphs — see \\cite{x} — with “quotes”, a tie and" in first.abstract
    assert "$\\alpha \\in \\mathbb{R}$" in first.abstract
    assert (first.id, first.year, first.line) == ("muller2020knowledge", 2020, 7)
    assert (first.doi, first.identifiers) == ("10.1000/XYZ_1", ("doi:10.1000/xyz_1",))
    assert first.keywords == ("graphs", "trees")
    assert (second.title, second.authors, second.year) == ("Trees and Forests", ("Ann Bee", "Chris Dee, Jr."), 1999)
    assert second.identifiers == ("arxiv:cs/9901001",)
    assert (third.title, third.authors, third.year) == ("知识图谱: 综述", ("李明", "张三"), 2021)
    assert (third.url, third.identifiers) == ("https://arxiv.org/abs/2105.01234", ("arxiv:2105.01234",))
    assert [record.position for record in (first, second, third)] == [0, 1, 2]


def test_an_article_is_recognised_whatever_the_file_is_called(tmp_path):
    for name in ("a.txt", "a", "library.dat"):
        assert len(read(write(tmp_path / name, LIBRARY))) == 3


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_windows_and_old_mac_files_are_the_same(tmp_path, newline):
    path = write(tmp_path / "a.bib", b"\xef\xbb\xbf" + LIBRARY.replace("\n", newline).encode())
    assert [(r.title, r.authors, r.line) for r in read(path)] == [
        (r.title, r.authors, r.line) for r in read(write(tmp_path / "b.bib", LIBRARY))
    ]


def test_a_broken_entry_costs_itself_only(tmp_path):
    path = write(
        tmp_path / "a.bib",
        "@article{a, title = {One}}\n@article{b, title = {never closed\n\n@article{c, title = {Three}}\n@article{d,\n  title = {Cut of",
    )
    error = failure(path)
    assert error.line == 2
    records = read(path, skip_errors=True)
    assert [(r.id, r.title) for r in records] == [("a", "One"), ("c", "Three")]
    assert [e.line for e in skipped(path)[1]] == [2, 5]


def test_forgotten_commas_repeated_fields_and_keys_are_read_all_the_same(tmp_path):
    path = write(
        tmp_path / "a.bib",
        '@article{a,\n  title = {One}\n  year = 2001\n}\n@article{a, title = "Two", title = "Three",}\n@misc{, title = {Four}}\n'
        "@article{e, title = undefined}\n",
    )
    assert [(r.id, r.title, r.year) for r in read(path)] == [
        ("a", "One", 2001),
        ("a", "Two", None),
        ("", "Four", None),
        ("e", "undefined", None),
    ]


@pytest.mark.parametrize("content", ["@comment{only}\n", "@string{a = {b}}\n", "no entry at all\n", "@\n@@@{{{\n"])
def test_a_bib_file_without_papers_is_an_error(tmp_path, content):
    failure(write(tmp_path / "a.bib", content))


def test_latin_1_is_read(tmp_path):
    (record,) = read(
        write(tmp_path / "a.bib", "@article{a, author = {Jörg Müller}, title = {Ölçek über}}\n".encode("cp1254"))
    )
    assert record.authors == ("Jörg Müller",)


def test_five_megabytes_in_one_line_are_read(tmp_path):
    path = write(
        tmp_path / "a.bib",
        f"@article{{a, title = {{T}}, abstract = {{{'word ' * 1_000_000}}}}}\n@misc{{b, title={{U}}}}",
    )
    assert [r.title for r in read(path)] == ["T", "U"]


def test_what_web_of_science_and_scopus_write_is_read(tmp_path):
    path = write(
        tmp_path / "a.bib",
        "@article{ WOS:0001,\nAuthor = {Bee, Ann},\nTitle = {{Graphs of\n   graphs}},\nYear = {{2010}},\nDOI = {{10.1000/a_b}},\n}\n"
        "@ARTICLE{Bee2020,\n\ttitle = {T},\n\tauthor_keywords = {graphs; trees},\n\tkeywords = {Index term}\n}\n",
    )
    first, second = read(path)
    assert (first.title, first.year, first.doi) == ("Graphs of graphs", 2010, "10.1000/a_b")
    assert first.identifiers == ("doi:10.1000/a_b",)
    assert second.keywords == ("graphs", "trees", "Index term")


def test_names_in_their_parts_are_put_together(tmp_path):
    names = "family=Berg, given=Jan, prefix=van der, useprefix=true and Eff, Eve and family=Smith, given=Bob, given-i=B, suffix=Jr."
    (record,) = read(write(tmp_path / "a.bib", f"@article{{a, title = {{T}}, author = {{{names}}}}}"))
    assert record.authors == ("Jan van der Berg", "Eve Eff", "Bob Smith, Jr.")


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\textless}5\,{\%} {\textgreater} 3", "<5% > 3"),
        (r"5 \textmu m at 3\textdegree{}C, \texttimes", "5 µm at 3°C, ×"),
        (r"see \url{http://a.b/c_d--e~f}.", r"see \url{http://a.b/c_d--e~f}."),  # as arXiv gives it
        (r"{\ensuremath{\sim}}5 \textbar{} \textquotedbl x", r"$\sim$5 | " + '"x'),
        (r"{\textless}p{\textgreater}One.{\textless}/p{\textgreater}", "One."),
    ],
)
def test_commands_for_characters_become_these(tmp_path, latex, text):
    (record,) = read(write(tmp_path / "a.bib", f"@article{{a, title = {{T}}, abstract = {{{latex}}}}}"))
    assert record.abstract == text


VOLUME = "@proceedings{V1, title = {Volume}, year = 2019}\n"
CHILD = "@inproceedings{c%d, title = {Child}, crossref = {v1}}\n"


@pytest.mark.parametrize("before", [True, False])
def test_an_entry_has_the_year_of_its_volume_wherever_that_stands(tmp_path, before):
    other = "@misc{o, title = {Other}, crossref = {missing}}\n@misc{cut, title = {\n"
    children = CHILD % 1 + other + CHILD % 2 + "@misc{p, title = {Own}, year = 2001, crossref = {v1}}\n"
    path = write(tmp_path / "a.bib", VOLUME + children if before else children + VOLUME)
    records = [r for r in read(path, skip_errors=True) if r.title != "Volume"]
    assert [(r.id, r.year) for r in records] == [("c1", 2019), ("o", None), ("c2", 2019), ("p", 2001)]
    assert [r.position for r in records] == sorted(r.position for r in records)
    assert len(skipped(path)[1]) == 1


def test_a_file_in_which_a_volume_never_comes_is_streamed(tmp_path):
    path = write(tmp_path / "a.bib", CHILD % 0 + "@misc{k, title = {T}}\n" * 30_000 + "@misc{cut, title = {\n")
    records = read_records(find_sources([path])[0])
    assert next(records).title == "Child"
    assert failure(path).line == 30_002


@pytest.mark.parametrize("kind", ["book_section", "web-page", "conference.paper", "misc2", "Artículo", "ARTICLE"])
def test_a_type_of_any_name_is_an_entry(tmp_path, kind):
    path = write(tmp_path / "a.bib", f"@article{{a, title = {{One}}}}\n@{kind}{{b,\n  title = {{Two}},\n}}\n")
    assert [(r.id, r.title) for r in read(path)] == [("a", "One"), ("b", "Two")]


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("@article{\n  author = {Bee, A.},\n  title = {T}\n}", ""),
        ("@article{ author = {Bee, A.}, title = {T}}", ""),
        ("@article{,\n  title = {T}\n}", ""),
        ("@article{two words, title = {T}}", "two words"),
        ("@article{Bee, A. 2001, title = {T}}", "Bee, A. 2001"),
        ("@article{no-comma\n  title = {T}\n}", "no-comma"),
        ("@article{10.1000/x(2), title = {T}}", "10.1000/x(2)"),
        ("@article( par, title = {T} )", "par"),
    ],
)
def test_a_key_of_any_kind_or_none_is_read(tmp_path, entry, key):
    for name in ("a.bib", "a.txt"):
        path = write(tmp_path / name, f"{entry}\n@misc{{u, title = {{U}}}}\n")
        assert [(r.id, r.title) for r in read(path)] == [(key, "T"), ("u", "U")]


def test_doubled_commas_are_one(tmp_path):
    path = write(tmp_path / "a.bib", "@article{a,, title = {T},, year = 2001 , ,\n note = {x,, y},,\n}\n")
    assert [(r.id, r.title, r.year) for r in read(path)] == [("a", "T", 2001)]


def test_lists_that_stand_in_several_fields_are_one_list(tmp_path):
    fields = "keywords={soil}, author={Bee, Ann}, keywords={water; rain}, author={Dee, Di and Eff, Ed}, keywords={clay}"
    (record,) = read(write(tmp_path / "a.bib", f"@article{{a, title={{T}}, title={{U}}, {fields}}}"))
    assert (record.title, record.keywords) == ("T", ("soil", "water", "rain", "clay"))
    assert record.authors == ("Ann Bee", "Di Dee", "Ed Eff")


def test_entries_in_one_line_are_all_read(tmp_path):
    path = write(
        tmp_path / "a.bib",
        "% mine\n@misc{a, title={One}} @misc{b, title={Two}} @string{x={y}} @book{c, title={Three}}\n",
    )
    assert [(r.id, r.title, r.line, r.position) for r in read(path)] == [
        ("a", "One", 2, 0),
        ("b", "Two", 2, 1),
        ("c", "Three", 2, 2),
    ]


def test_what_looks_like_an_entry_behind_another_is_told(tmp_path):
    path = write(
        tmp_path / "a.bib", "@misc{a, title = {T}}\nmy notes\n@article bee, title = {Lost}\n@misc{c, title = {U}}\n"
    )
    assert [(e.line, "looks like a BibTeX entry" in str(e)) for e in skipped(path)[1]] == [(2, True)]
    assert [r.title for r in read(path, skip_errors=True)] == ["T", "U"]


def test_what_is_wrong_with_an_entry_is_told(tmp_path):
    path = write(tmp_path / "a.bib", "@misc{a, title = {T}, note}\n@misc{b, title = {T}, note = {x} y}\n")
    assert ["fields has no =" in str(error) for error in skipped(path)[1]] == [True]


_VALUES = st.lists(
    st.sampled_from([*'{}",=#@%\\$~ ', "\n", "\\{", '{"}', '\\"', "word", "@x{", "a = {b}", "{x}", "é", "'", "("]),
    max_size=9,
).map("".join)


@settings(deadline=None, max_examples=500)
@given(values=st.lists(st.tuples(st.sampled_from(["{%s}", '"%s"', "%s", "{{%s}}"]), _VALUES), min_size=1, max_size=3))
def test_an_entry_that_is_plain_is_read_as_bibtexparser_reads_it(values):
    fields = ",\n".join(f"f{at} = {form % value}" for at, (form, value) in enumerate(values))
    source = f"@article{{key,\n{fields},\n}}"
    plain = bibtex_entries._plain_entry(source)
    if plain and bibtex_entries._with_commas(source) == source:
        key, (entry, *_) = bibtex_entries._parse(source, "article")
        assert plain == (key, bibtex_entries._fields(entry))


def test_most_entries_are_plain():
    entry = '@article{a,\n  title = {One {T}wo \\{ {\\"o}},\n  year = 2001, note = "a {b}",\n  month = jan\n}\n'
    assert bibtex_entries._plain_entry(entry) is not None
