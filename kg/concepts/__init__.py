"""Entity resolution: phrases of many papers become concepts that papers share.

resolve.py       the order of all steps: open this first
phrase_table.py  analyses -> Keyphrases, ProperNames, Definitions, ExtraPhrases; from these the phrases
phrases.py       the phrases by key, in columns
clusters.py      a phrase, merges, and the clusters that merges make
fragments.py     which phrases are pieces, cut out of words and phrases
rules/           phrases and clusters -> merges: one file a rule, each a pure function that proposes
merge.py         the rules in order, and the one place that applies what they propose
agreement.py     in which papers an acronym that they do not define means its concept
cannot_link.py   what is never merged, whatever a rule proposes
corrections.py   what people corrected, which has the last word; correction_file.py: the text file of corrections
resolved.py      the clusters, when rules and corrections are applied
tag.py, spans.py Texts, Meanings, Keywords -> ClusterOccurrences, Nested, Standing: where and how clusters stand
tally.py         sums of these over the corpus, and the places of concepts
noun_phrases.py  Standing -> which clusters are nouns and whole names
select.py        which clusters become concepts
written.py       how abstracts write the names that titles give
usage.py         which of several Chinese names is the usual one
describe.py      ids, names and aliases -> concepts
score.py         ClusterOccurrences, Keyphrases -> Mentions: how much a paper is about a concept
matching/        translations and synonyms of two lists of terms (kg.match_terms)

Takes papers, their analyses and Texts; gives concepts, Mentions and merges. May import kg.keyphrases (its tables),
kg.text and kg.core.
"""
