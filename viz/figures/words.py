"""The words of a figure itself, which a page can say in another language. Names from the corpus are plain texts."""

from __future__ import annotations

from collections.abc import Mapping


class Words(str):
    """English words. template, values: what they are made of; viz/assets/data/chinese.js translates the template."""

    template: str
    values: Mapping[str, str]


def words(template: str, **values: str | int) -> Words:
    """The template with values for its {names}; whole numbers are told with commas, a value may be Words, too."""
    told = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    found = Words(template.format(**told))
    found.template, found.values = template, told
    return found


def parts(text: str) -> object:
    """As viz/assets/figure/words.js reads it: a text, or for Words [template, {name: the same for its value}]."""
    if not isinstance(text, Words):
        return text
    return [text.template, {name: parts(value) for name, value in text.values.items()}]
