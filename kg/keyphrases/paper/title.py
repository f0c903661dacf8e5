"""Titles for papers that come without one: the name of what is new, or the main concept, and what it does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from kg.core.records import Paper
from kg.keyphrases.paper.title_rules import CHINESE, ENGLISH, NAME, NAMED, Rules

_SHORTEST = 20
_ENOUGH = 5  # points that make a word a name


def derive_title(paper: Paper, keyphrases: Sequence[str]) -> str:
    """A title by which a person recognises the paper, in its language.

    keyphrases: of this paper, best first. The result has 20 to 90 characters where the abstract has as many,
    no LaTeX, no line breaks, and is never empty (for a paper without any text it is the id).
    """
    rules = CHINESE if paper.lang == "zh" else ENGLISH
    text = _plain(paper.abstract)
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    phrases = [phrase for phrase in map(_plain, keyphrases) if phrase]
    contribution, where = _contribution(sentences, rules)
    name = _find_name(sentences, where, rules)
    about = _about(name, sentences, rules) if name else ""
    clause = (about if len(about) >= rules.brief / 4 else "") or contribution or about
    clause = clause or next((sentence for sentence in sentences if len(sentence) >= _SHORTEST), text)
    main = _main_concept(phrases[:5], text)
    title = _lengthen(_compose(name, clause, main, rules), phrases, rules)
    if len(title) < _SHORTEST and sentences:
        topic = _shorten(sentences[0], rules.longest - len(title) - len(rules.colon), rules)
        joined = title + rules.colon + topic
        title = joined if title and topic and not _contains(topic, title) else topic or title
    if not (name and title.startswith(name)):
        title = title[:1].upper() + title[1:]
    return title or text[: rules.longest] or paper.id


# --- plain text ---------------------------------------------------------------------------------------------

_URL = re.compile(r"(?:https?://|www\.)[^\s，。）)]+")
_REFERENCE = re.compile(r"~?\\ ?(?:cite[a-z]*|ref|label|url|footnote)\*?\{[^{}]*\}|\[\d[\d,\s-]*\]")
_COMMAND = re.compile(r"\\ ?[a-zA-Z]+\*?\s*")
_SENTENCE_END = re.compile(
    r"(?<=[。！？!?])\s*"
    r"|(?<![ .][A-Z]\.)(?<!e\.g\.)(?<!i\.e\.)(?<!et al\.)(?<=\.)\s+(?=[\"“(]?[A-Z0-9\u3400-\u9fff])"
    r"|(?<=[\u3400-\u9fff]\.)"
)
_IN_BRACKETS = re.compile(r" ?[(（][^()（）]*[)）]")


def _plain(text: str) -> str:
    """Without LaTeX, addresses, references and line breaks."""
    text = _REFERENCE.sub("", _URL.sub("", text))
    if "\\" in text:
        text = _COMMAND.sub("", text)
    text = re.sub(r"[{}$\\]|``|''", "", text).replace("~", " ")
    return re.sub(r"\(\s*\)", "", " ".join(text.split())).strip()


def _shorten(clause: str, longest: int, rules: Rules) -> str:
    """The clause without empty opening words, cut at a joint between its parts, without a dangling end."""
    before = ""
    while before != clause:
        before, clause = clause, rules.lead_in.sub("", clause.strip(" ,;:，；：、。."), count=1)
    if len(clause) > longest:
        joints = [m.start() for m in rules.joint.finditer(clause, 0, longest + 1) if m.start() <= longest]
        fitting = [at for at in joints if at >= longest * 0.4]
        clause = clause[: fitting[-1]] if fitting else clause[: longest + 1].rpartition(" ")[0] or clause[:longest]
        clause = re.sub(r"(?<=[a-z]) \w+ed$", "", clause)
    if clause.count("(") > clause.count(")"):
        clause = clause[: clause.rindex("(")]
    before = ""
    while before != clause:
        before, clause = clause, rules.dangling.sub("", clause.strip(" ,;:，；：、。.-"))
    return clause


def _lengthen(title: str, phrases: Sequence[str], rules: Rules) -> str:
    """Adds main concepts that a title too short does not name yet."""
    for phrase in phrases:
        if len(title) >= rules.brief:
            break
        glue = "" if not title else rules.comma if rules.colon.strip() in title else rules.colon
        if not _says(title, phrase) and len(title) + len(glue) + len(phrase) <= rules.longest:
            title += glue + phrase
    return title


def _compose(name: str, clause: str, main: str, rules: Rules) -> str:
    """NAME: clause, or main concept: clause, or the clause alone where it says both."""
    short = _shorten(clause, rules.longest, rules)
    head = name or (main if not _says(short, main) else "")
    if not head or (_contains(short, head) and len(short) >= _SHORTEST):
        return short
    room = rules.longest - len(head) - len(rules.colon)
    clause = _shorten(clause, room, rules) if room >= _SHORTEST else ""
    return head + rules.colon + clause if clause else _shorten(head, rules.longest, rules)


def _main_concept(phrases: Sequence[str], text: str) -> str:
    """The phrase that fills most of the text, but none that is part of another."""
    whole = [p for p in phrases if not any(_contains(other, p) for other in phrases if other != p)]
    return max(whole, key=lambda p: text.casefold().count(p.casefold()) * len(p), default="")


def _says(text: str, phrase: str) -> bool:
    """Whether the text holds the phrase, or two thirds of its words."""
    words = [word[:5].casefold() for word in phrase.split()]
    return sum(word in text.casefold() for word in words) * 3 >= len(words) * 2


def _contains(text: str, phrase: str) -> bool:
    return phrase.casefold() in text.casefold()


# --- what is new --------------------------------------------------------------------------------------------


def _contribution(sentences: Sequence[str], rules: Rules) -> tuple[str, int]:
    """(what the authors say they made or did, the sentence where they begin to); ("", 0) for nothing."""
    best, where, first, most = "", 0, -1, 0.0
    for number, sentence in enumerate(sentences):
        for pattern, worth in rules.clauses:
            match = pattern.search(sentence)
            clause = _clause(match, rules) if match else ""
            points = worth + bool(rules.here.search(sentence)) - 0.1 * number
            if match and clause:
                points += 0.7 * bool(rules.new.search(match[1], 0, 25)) - 0.7 * bool(rules.also.search(match[0]))
            if clause and worth > 2.4 and first < 0:
                first = number
            if clause and points > most:
                best, where, most = clause, number, points
    return best, where if first < 0 else first


def _clause(match: re.Match[str], rules: Rules) -> str:
    """What a pattern of `clauses` found, up to where its clause ends; "" when that says too little."""
    clause = _IN_BRACKETS.sub("", " ".join(group.strip() for group in match.groups() if group))
    for end in rules.stop.finditer(clause):
        start = _shorten(clause[: end.start()], 300, rules)
        if rules.generic.fullmatch(start) and not end[0].strip()[:1].isalpha():
            return ""
        if len(start) > 8 and not rules.generic.fullmatch(start):
            clause = clause[: end.start()]
            break
    whole = _shorten(clause, 300, rules)
    return "" if len(whole) < 4 or rules.generic.fullmatch(whole) else clause


def _find_name(sentences: Sequence[str], where: int, rules: Rules) -> str:
    """The name that the authors give to what they made, in about the sentence `where`; "" for none."""
    points: Counter[str] = Counter()  # in the order of the text: of two that are as good the first counts
    for sentence in sentences:
        points.update(dict.fromkeys(match[1] for match in _TOKEN.finditer(sentence) if _is_name(match[1])).keys())
        for pattern, worth in rules.hints:
            found = dict.fromkeys(match[1] for match in pattern.finditer(sentence))
            points.update({name: worth for name in found if _is_name(name.split()[0])})
    for name in points:
        points[name] = min(points[name], 7) - 4 * (_first_seen(name, sentences) < where - 1)
    best = max(points, key=lambda name: (points[name], -_first_seen(name, sentences)), default="")
    # FedPETuning rather than PETuning, DCW-MANN rather than MANN.
    longer = [name for name in points if name.endswith(best) and name != best and points[name] >= _ENOUGH]
    best = longer[0] if longer else best
    return best if points[best] >= _ENOUGH else ""


def _first_seen(name: str, sentences: Sequence[str]) -> int:
    word = re.compile(rf"(?i)(?<![a-z]){re.escape(name)}(?![a-z])")
    return next((n for n, sentence in enumerate(sentences) if word.search(sentence)), len(sentences) - 1)


def _about(name: str, sentences: Sequence[str], rules: Rules) -> str:
    """What the name stands for; "" when the abstract does not say it in so many words."""
    escaped = re.escape(name)
    for template in rules.kinds:
        pattern = re.compile(template.replace("NAME", f"(?i:{escaped})"))
        for sentence in sentences:
            if (match := pattern.search(sentence)) and (clause := _clause(match, rules)):
                return clause
    sentence = sentences[_first_seen(name, sentences)]
    found = _long_form(name, sentence)
    if found:
        return found
    bare = re.sub(rf"[,，]? ?\(?(?:{NAMED}) ?[\"“']?{escaped}[\"”']?\)?,?| ?[(（]{escaped}[)）]", "", sentence)
    return _contribution([bare], rules)[0] if bare != sentence else ""


def _long_form(name: str, sentence: str) -> str:
    """The words before "(NAME)" that hold its letters in order, the first at the start of a word."""
    before, found, _ = sentence.partition(f"({name})")
    letters = [char for char in name.casefold() if char.isalnum()]
    if not found or not before.isascii():
        return ""
    at = len(before)
    for position, letter in reversed(list(enumerate(letters))):
        at = before.casefold().rfind(letter, 0, at)
        while at > 0 and position == 0 and before[at - 1].isalnum():
            at = before.casefold().rfind(letter, 0, at)
        if at < 0:
            return ""
    found = before[at:].strip()
    return found if len(found.split()) <= len(letters) + 3 and len(found) > len(name) + 4 else ""


# --- names --------------------------------------------------------------------------------------------------

_TOKEN = re.compile(rf"(?<![A-Za-z0-9.\-/_])({NAME})(?![A-Za-z0-9_-])")
_COMPOUND = re.compile(
    r"-(?:[a-z]+(?:ed|ing|ic|al|ary)|like|style|free|aware|wise|level|type|specific|agnostic|dependent|only|[a-z]+s)$"
)
# Known to every reader of the field, hence background wherever they stand.
_BACKGROUND_WORDS = (
    "ai ml dl rl nlp nlu nlg llm llms plm plms kg kgs cnn cnns dnn dnns gnn gnns gcn gcns rnn rnns lstm"
    " gru ann anns svm svms knn pca gan gans vae vaes mlp bert gpt gpt-2 gpt-3 gpt-4 clip vit roberta"
    " resnet vgg word2vec glove mri eeg ecg snr asr tts ocr cpu cpus gpu gpus tpu fpga ram ieee acm cvpr"
    " iccv eccv neurips icml iclr acl emnlp naacl kdd sigir www trec imagenet cifar cifar-10 cifar-100"
    " mnist coco marco squad glue superglue wmt wikipedia facebook google youtube github openai microsoft"
    " amazon linux windows android pytorch tensorflow matlab sql xml html http tcp iot usa phd api apis"
    " sota auc roc mse rmse mae iou miou bleu rouge sgd adam pde pdes odes dna rna hiv covid covid-19 llvm"
    " mcmc mle anova fft dct sat tf-idf lda bm25 wordnet arxiv cad vlsi mems ofdm cdma mimo qos atm gps"
    " gis"
)
_BACKGROUND = frozenset(_BACKGROUND_WORDS.split())


@lru_cache(maxsize=50_000)
def _is_name(token: str) -> bool:
    """Inner capitals (GanLM), all capitals (LEAD), capital and digit (Prosody2Vec); and not background."""
    if len(token) < 3 or token.casefold() in _BACKGROUND or token.casefold().removesuffix("s") in _BACKGROUND:
        return False
    parts = [part for part in re.split("[-+&]", token) if part]
    if len(parts) > 1:
        return any(_is_name(part) for part in parts) and not _COMPOUND.search(token)
    capitals = sum(char.isupper() for char in token)
    inner = any(char.isupper() for char in token[1:])
    return (inner and capitals + (not token[0].isupper()) >= 2) or (capitals == 1 and bool(re.search(r"\d", token[1:])))
