"""The file of corrections: written, read again, refused with its line."""

from __future__ import annotations

import pytest

from kg.concepts.correction_file import added, from_text, to_text
from kg.core.corrections import Correction
from kg.core.errors import InputError

DECISIONS = [
    Correction("merge", ("federated learning", "collaborative learning", "联邦学习")),
    Correction("split", ('say "hello" world', "back\\slash # no comment")),
    Correction("rename", ("C#", "--force")),
    Correction("ignore", ("l'été naïf",)),
    Correction("broader", ("from", "from here"), 'my "words" from.ttl'),
]


def test_corrections_come_back_from_their_file_as_they_went_in():
    text = to_text(DECISIONS)
    assert text.count("\n") == len(DECISIONS) + 1
    assert from_text(text.encode(), "file") == DECISIONS
    assert from_text(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "file") == DECISIONS


def test_comments_and_empty_lines_say_nothing():
    text = '\n# a comment "here"\n   ignore   "a # b"   # and here\n\n'
    assert from_text(text.encode(), "file") == [Correction("ignore", ("a # b",))]
    assert from_text(b"", "file") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("combine \"a\" \"b\"", "merge, split, rename, ignore, broader"),
        ("merge a b", "in quotes"),
        ('merge "a" "b', "in quotes"),
        ('merge "a" b', "in quotes"),
        ('merge "a"', "two names or more"),
        ('ignore "a" "b"', "one name"),
        ('rename "a" "b" "c"', "two names"),
        ('merge "a" " a "', "twice"),
        ('ignore ""', "without a word"),
        ('ignore "的"', "without a word"),
        ('ignore "\\u001b[31m"', "control characters"),
        ('ignore "\x1b[31m"', "control characters"),
        ('ignore "a\\nb\\u202e"', "control characters"),
        ('ignore "\\ud800x"', "control characters"),
        ('ignore "\\x"', "before something else"),
        (f'ignore "{"long " * 100}"', "200 are the most"),
        ('ignore "a"; "b"', "in quotes"),
        ("\x00", "is no correction"),
        ('"a" "b"', "in quotes"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named(line, said):
    with pytest.raises(InputError) as caught:
        from_text(f'ignore "fine"\n{line}\nignore "fine too"'.encode(), "corrections.txt")
    message = str(caught.value)
    assert message.startswith("corrections.txt:2: ")
    assert said in message
    assert message.isprintable()


def test_bytes_that_are_no_text_are_named_with_their_line():
    with pytest.raises(InputError, match="file:3: not UTF-8"):
        from_text(b'ignore "a"\n\nignore "\xff"', "file")


def test_what_is_read_twice_counts_once_and_the_file_has_the_last_word():
    merge, split, other = Correction("merge", ("a", "b")), Correction("split", ("a", "b")), Correction("ignore", ("c",))
    assert added([split, other], [merge, split]) == (other, merge, split)
    once = added([other], [merge, split, merge])
    assert once == (other, merge, split, merge)
    assert added(once, [merge, split, merge]) == once
