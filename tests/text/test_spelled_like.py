"""Lines spelled like a text: what comparing them one by one finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.text.names import LEAST_ALIKE, character_pairs
from kg.text.spelled_like import likest

NAMES = st.text(alphabet="abc é学\U0001d4b3", max_size=8)


def compared(lines: list[str], text: str) -> list[tuple[float, str]]:
    mine, found = character_pairs(text), set()
    for line in lines:
        theirs, longest = character_pairs(line), len(line) + 1
        likeness = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        if likeness >= LEAST_ALIKE and 2 * min(len(mine), longest) / (len(mine) + longest) >= LEAST_ALIKE:
            found.add((likeness, line))
    return sorted(found, key=lambda each: (-each[0], each[1]))


@given(st.lists(NAMES, min_size=1, max_size=30), NAMES)
def test_lines_are_found_as_by_comparing_each(lines, text):
    assert list(likest("\n".join(lines).encode(), text)) == compared(lines, text)


def test_the_likest_come_first_and_each_line_once():
    lines = ["quantum gas", "quantum gate", "quantum gas", "graph", "quantum"]
    found = [line for _, line in likest("\n".join(lines).encode(), "quantun gas")]
    assert found == ["quantum gas", "quantum gate", "quantum"]


def test_lines_are_found_wherever_they_lie_in_a_long_text():
    lines = [f"{'é' * (n % 9)} nothing like it {n}" for n in range(30_000)]
    wanted = {0, 9_999, 20_001, len(lines) - 1}
    for n in wanted:
        lines[n] = f"quantum gas {n}"
    found = [line for likeness, line in likest("\n".join(lines).encode(), "quantun gas") if likeness > 0.5]
    assert set(found) == {lines[n] for n in wanted}
