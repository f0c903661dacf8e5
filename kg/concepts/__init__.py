"""Entity resolution: phrases of many papers become concepts that papers share.

phrase_table.py  KEYPHRASES, DEFINITIONS -> the phrase table: every phrase, its key, its papers
rules/           phrases, clusters -> MERGES: one file a rule, each a pure function that proposes
merge.py         the rules in order, and the one place that applies what they propose
cannot_link.py   what is never merged, whatever a rule proposes
clusters.py      phrases, merges, and the clusters that they make
corrections.py   what people corrected, which has the last word; correction_file.py is their file
tag.py, spans.py clusters, PAPERS -> where they stand
select.py        which clusters are concepts
score.py         how much a concept matters to a paper -> MENTIONS
describe.py      names, ids, aliases -> CONCEPTS
resolve.py       the order of all this
matching/        translations and synonyms of two lists of terms (kg.match_terms)

Imports kg.keyphrases (its tables), kg.text and kg.core.
"""
