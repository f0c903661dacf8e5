"""The background corpus: what wordfreq's lists say, read without wordfreq."""

from __future__ import annotations

import pytest
import wordfreq

from kg.text.words import frequency


@pytest.mark.parametrize("language", ["en", "zh"])
def test_frequencies_are_those_of_wordfreq_in_its_order(language):
    assert list(frequency._frequencies(language).items()) == list(wordfreq.get_frequency_dict(language, "best").items())
