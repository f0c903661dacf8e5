"""Plain translations: single words of a dictionary, weighed by their senses rather than by a lead over rivals.

Words have near-synonyms, in both languages, and so seldom a lead: 轨迹 is the trajectory although 弹道 and "track" are
there too. What tells is how many senses the Chinese word has, how many Chinese words say the English one, how near the
names lie in the embedding, and how near their papers.
"""

from __future__ import annotations

import math

from kg.text.zh_en.senses import said

BY_COSINE, BY_PAPERS, BY_SENSES, BY_WORDS, A_VERB, BIAS = 7.0, 3.0, 2.0, -0.5, -1.2, -3.8
"""Log-odds, fitted on 621 pairs of two mixed corpora that were read by hand, and rounded. BY_SENSES: for the share of
the senses. BY_WORDS: for the logarithm of the number of Chinese words."""


def plainness(english: str, chinese: str, cosine: float, near: float) -> float | None:
    """The log-odds that both name one thing; None where the dictionary does not give the one for the whole other.

    cosine: of the names. near: cosine of the papers that have them.
    """
    found = said(english, chinese)
    if found is None:
        return None
    by_senses = BY_SENSES * found.share + BY_WORDS * math.log(found.words) + A_VERB * found.verb
    return round(BY_COSINE * cosine + BY_PAPERS * near + by_senses + BIAS, 4)
