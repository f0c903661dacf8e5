"""Rules: reasons why two phrases are one concept, one file each.

A rule is a pure function: it takes the phrases (and, where it needs them, texts, what papers define, or the clusters
that the rules before it have left), changes none of them, and returns a Proposal (kg.concepts.clusters): merges (kept,
merged, reason, score), and the phrases that these bring along. kg.concepts.merge holds the list of rules in the order
in which they are asked, and applies what they propose, unless kg.concepts.cannot_link forbids it:

spelling.py       "pretrained model" -> "pre-trained model": the shortest, to be read first
species.py        "E. coli" -> "Escherichia coli"
derivation.py     "convolution network" -> "convolutional network"
word_order.py     "recognition of emotions" -> "emotion recognition"
long_forms.py     "Bose-Einstein condensation (BEC)" -> "Bose-Einstein condensate (BEC)"
also_known_as.py  "opinion mining" -> "sentiment analysis", where papers say so
synonyms.py       加强学习 -> 强化学习
translations.py   知识蒸馏 -> "knowledge distillation"
acronyms.py       "CNN" -> "convolutional neural network", as papers define it

May import kg.concepts.clusters, agreement, cannot_link, fragments and matching, kg.text and kg.core.
"""
