"""What tables and JSON files call the fields of a paper, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.papers.readers.fields.missing import is_missing

# Field -> its names, case, spaces and punctuation left out; the first that is filled wins.
_NAMES = {
    "abstract": (
        "abstract ab summary abstracttext abstractnote paperabstract articleabstract abstracten abstractzh text"
        " summary摘要 抄録 要旨 аннотация краткоеописание resumen resumo résumé zusammenfassung"
        " 摘要 中文摘要 英文摘要 论文摘要 論文摘要 文摘 内容摘要 內容摘要 内容提要 內容提要"
    ),
    "title": (
        "title ti articletitle documenttitle papertitle publicationtitleen primarytitle titleen titlezh"
        " 标题 题名 篇名 题目 论文题目 论文标题 文献标题 文章标题 论文名称 中文标题 中文题名"
        " 標題 題名 題目 論文題目 論文標題 文獻標題 文章標題 論文名稱 中文標題 中文題名 title题名"
        " タイトル 論文名 論題 название названиедокумента título titulo titre titel"
    ),
    "id": (
        "id paperid citationkey citekey bibtexkey key eid utuniquewosid accessionnumber articleid lensid publicationid"
        " 编号 论文编号 編號 論文編號"
    ),
    "arxiv": "arxivid arxiv eprint",
    "pmid": "pmid pubmedid",
    "authors": (
        "authorsparsed authorfullnames authors author au authornames authortext authorlist creators creator"
        " firstauthors 作者全名 作者 作者姓名 著者 著者名 论文作者 論文作者 author作者 авторы autores auteurs autoren"
    ),
    "year": (
        "year publicationyear pubyear yearpublished published publicationdate publisheddate dateissued date created"
        " createdate 年份 年 出版年 出版年份 发表年份 发表年 出版时间 发表时间 出版日期 发表日期 日期"
        " year年 pubtime发表时间 発行年 год año ano année jahr 出版年分 發表年份 發表年 出版時間 發表時間 發表日期"
    ),
    "updated": "updatedate updated",
    "url": (
        "url link articleurl pdflink dimensionsurl lensurl externalurl"
        " 链接 网址 论文链接 連結 鏈接 網址 論文連結 リンク ссылка url网址"
    ),
    "doi": "doi articledoi itemdoi doidoi",
    "keywords": (
        "keywords keyword manualtags 关键词 关键字 中文关键词 keyword关键词"
        " 關鍵詞 關鍵字 中文關鍵詞 キーワード ключевыеслова palabrasclave"
    ),
    "author_keywords": (
        "authorkeywords authorskeywords 作者关键字 作者关键词 作者關鍵字 著者キーワード ключевыесловаавтора"
    ),
    "keywords_plus": "keywordsplus",
    "mesh": "meshterms meshheadings meshsubjectheadings",
    "emtree": "emtreemedicalindextermsmajorfocus emtreedrugindextermsmajorfocus emtreeterms",
    "index": "indexkeywords ieeeterms automatictags fieldsofstudy 索引关键字 索引关键词 索引キーワード",
    "kind": (
        "documenttype publicationtype publicationtypes itemtype contenttype typecrossref type documentidentifier"
        " srcdatabase来源库 文献类型 文献類型 資料種別 типдокумента"
    ),
    "venue": (
        "sourcetitle journaltitle journalbook publicationtitle sourcetitleanthologytitle journal journalname"
        " containertitle booktitle proceedingstitle conferencename venue publication publicationname"
        " secondarytitle"
        " source文献来源 source刊名 来源 文献来源 刊名 期刊 期刊名称 期刊名 来源出版物名称 来源出版物"
        " 文獻來源 期刊名稱 出版物タイトル"
        " названиеисточника revista zeitschrift"
    ),
    "venue_short": (
        "abbreviatedsourcetitle journalabbreviation shortjournal sourcetitleabbreviation isoabbreviation"
        " journalisoabbreviation 来源出版物名称缩写 縮略来源出版物名称 来源出版物缩略名称 сокращенноеназваниеисточника"
    ),
    "volume": "volume vol journalvolume 卷 卷号 卷期号 巻 том roll卷 volumen band",
    "issue": "issue issuenumber journalissue 期 期号 期次 выпуск period期 numero heft",
    "pages": (
        "pages pagination page pagerange 页码 页 頁碼 起止页码 文章编号 ページ страницы articleno articlenumber artno"
    ),
    "firstpage": "pagestart startpage firstpage beginningpage 起始页码 起始页 開始ページ страницаначала",
    "lastpage": "pageend endpage lastpage endingpage 结束页码 结束页 終了ページ страницаокончания",
    "publisher": "publisher 出版社 出版者 出版商 издательство",
    "issn": "issn issns eissn issnl 国际标准刊号 国际标准期刊号",
    "isbn": "isbn isbns 国际标准书号",
    "references": "references citedreferences referencedworks referencedworksids 参考文献 參考文獻 引用文献",
    "lang": "lang language languageoforiginaldocument 语言 语种 語言 語種",
}
FIELDS = tuple(_NAMES)
_OF_ANYTHING = frozenset("kind venue venue_short volume issue pages firstpage lastpage publisher issn isbn".split())
"""Fields whose names stand in tables of anything."""
_KNOWN = {name: (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names.split())}
_PUNCTUATION = re.compile(r"[\W_]+")
_ABSTRACT = re.compile(
    r"^(?:the)?abstract(?!ion|or|filter|graphic|length|id|url|num)|(?<!graphical)(?<!visual)abstract$|摘要"
)


@lru_cache(maxsize=1024)
def guess(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Field -> which of these names stand for it, the best one first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        plain = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name).casefold())
        field, rank = _KNOWN.get(plain, ("abstract" if _ABSTRACT.search(plain) else "", 99))
        if field:
            found.setdefault(field, []).append((rank, name))
    return {field: tuple(name for _, name in sorted(ranked)) for field, ranked in found.items()}


def pick(entry: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, object]:
    """The fields of an entry under our names: as the user maps them, else the first guess that holds something."""
    fields: dict[str, object] = {}
    for field, names in guess(tuple(entry)).items():
        if len(names) == 1:
            fields[field] = entry[names[0]]
            continue
        filled = [value for name in names if not is_missing(value := entry[name])]
        if filled:
            # Of several dates the first that names a year counts.
            fields[field] = [str(value) for value in filled] if field == "year" and len(filled) > 1 else filled[0]
    for field, name in mapping.items():
        fields[field] = entry.get(name)
    return fields


def promise_papers(names: Sequence[str]) -> bool:
    """Whether the names of columns promise papers: a title or an abstract, and something else that only papers have."""
    return is_known(names) and len(guess(tuple(sorted(names))).keys() - _OF_ANYTHING) > 1


def is_known(names: Sequence[str]) -> bool:
    """Whether one of the names means a title or an abstract."""
    found = guess(tuple(names))
    return "abstract" in found or "title" in found
