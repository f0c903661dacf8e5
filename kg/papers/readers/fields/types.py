"""What kind of work an entry is, in BibTeX's words, whatever its source calls that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_BIBTEX = frozenset(
    "article book booklet inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings techreport"
    " unpublished mvbook bookinbook suppbook collection mvcollection suppcollection dataset online patent periodical"
    " suppperiodical mvproceedings reference mvreference inreference report set software thesis".split()
)
"""BibTeX's and BibLaTeX's own types."""

# Type -> what sources call it, letters alone: RIS, EndNote, RefWorks, Web of Science, Scopus, PubMed, Crossref,
# OpenAlex, DataCite, CSL, Zotero, Dimensions, The Lens, Semantic Scholar, CNKI.
_CALLED = {
    "article": (
        "journalarticle articlejournal jour ejour jfull mgzn news abst inpr articlemagazine articlenewspaper"
        " magazinearticle newspaperarticle electronicarticle researcharticle review reviewarticle systematicreview"
        " letter editorial editorialmaterial note shortsurvey articleinpress datapaper erratum retracted correction j"
        " journals journal ieeejournals ieeemagazines casereports clinicaltrial metaanalysis comment journalissue"
        " academicjournal journalarticles 期刊 辑刊 报纸 期刊论文"
    ),
    "inproceedings": (
        "conferencepaper cpaper conf proceedingsarticle proceedingspaper paperconference conferenceproceedings"
        " conference conferenceproceedingsarticle conferenceproceeding proceeding conferencearticle"
        " conferencepublication"
        " ieeeconferences meetingabstract conferenceabstract c 会议 会议论文 中国会议 国际会议"
    ),
    "incollection": (
        "bookchapter chapter booksection chap echap bookpart booktrack sectioninabook referenceentry entry"
        " entryencyclopedia entrydictionary encyclopediaarticle dictionaryentry dict ency"
    ),
    "book": (
        "monograph editedbook referencebook ebook edbook bookwhole wholebook bookedited authoredbook bookseries 图书"
    ),
    "phdthesis": (
        "dissertation thes thesisdissertation dissertationthesis doctoralthesis doctoraldissertation 博士 博士论文"
        " 学位论文 博士学位论文"
    ),
    "mastersthesis": "masterthesis mastersdissertation 硕士 硕士论文 硕士学位论文",
    "techreport": "rprt technicalreport reportcomponent govdoc governmentdocument 科技报告",
    "proceedings": "conferencereview proceedingsbook",
    "unpublished": "unpb manuscript manscpt unpublishedwork",
    "dataset": "data aggr datafile datasets",
    "software": "comp computerprogram computationalnotebook",
    "patent": "pat p 专利",
    "online": "www electronic elec web blog webpage electronicresource blogpost postweblog post website",
    "misc": (
        "gen generic preprint postedcontent other peerreview standard stand workingpaper poster presentation speech"
        " document"
    ),
}
_TYPES = {word: kind for kind, words in _CALLED.items() for word in words.split()} | {kind: kind for kind in _BIBTEX}
_NO_LETTER = re.compile(r"[\W\d_]+")


def type_of(values: Iterable[str]) -> str:
    """The type that the first of these words, or of the parts between their semicolons, names; "" for none.

    >>> type_of(["C", "Article; Proceedings Paper"]), type_of(["Review"]), type_of(["Painting"])
    ('inproceedings', 'article', '')
    """
    return next((_TYPES[word] for word in _words(values) if word in _TYPES), "")


def _words(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        for part in re.split("[;|]", value):
            yield _NO_LETTER.sub("", part).casefold()
