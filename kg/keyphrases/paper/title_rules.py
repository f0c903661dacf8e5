"""How English and Chinese abstracts say what is new: the patterns behind `kg.keyphrases.paper.title`."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """How a language says what is new. Every pattern's group 1 is what it finds.

    hints: names, with points. clauses: what the authors made or did, with points. here: words that
    announce the contribution. new, also: words of a first, of a minor contribution. kinds: templates for
    what NAME stands for. lead_in: empty words that open a clause.
    generic: a clause that says nothing. stop: where a clause ends. joint: where a long clause may be cut.
    dangling: what must not end a title. longest: characters of a title. brief: a
    title shorter than this gets main concepts added.
    """

    hints: tuple[tuple[re.Pattern[str], int], ...]
    clauses: tuple[tuple[re.Pattern[str], float], ...]
    here: re.Pattern[str]
    new: re.Pattern[str]
    also: re.Pattern[str]
    kinds: tuple[str, ...]
    lead_in: re.Pattern[str]
    generic: re.Pattern[str]
    stop: re.Pattern[str]
    joint: re.Pattern[str]
    dangling: re.Pattern[str]
    longest: int
    brief: int
    colon: str
    comma: str


NAME = r"[A-Za-z][A-Za-z0-9]*(?:[-+&][A-Za-z0-9]+)*(?:\+{1,2}(?![A-Za-z0-9]))?"
NAMED = "which we (?:call|name|dub|term)|(?:named|called|dubbed|termed|coined|namely|denoted|abbreviated)(?: as| by)?"

# --- English ------------------------------------------------------------------------------------------------


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_MAKE = "propos|present|introduc|develop|design|describ|releas|devis|build|creat|construct|formulat|report|offer|outlin"
_STUDY = (
    "stud|investigat|explor|analy[sz]|examin|survey|review|discuss|compar|evaluat|assess|characteri[sz]|deriv"
    "|extend|conduct|delv|tackl|address|revisit|aim|focus|deal"
)
_WEAK = "show|prov|demonstrat|identif|apply|appli|us|perform|argu|provid|giv|look|consider|find|establish|obtain"
_VERB_END = "(?:e|es|s|ed|ies|ied|y|ing|ted|ning|ding)?"
_NOT_OBJECT = r"(?!(?:that|through|by|with|it|them|in|here|for|of|to|and|or|from|at|on|as|is|are|based|according)\b)"
_AUTHORS = (
    r"(?:\b[Ww]e|\bI|\b(?:[Tt]his|[Tt]he|[Oo]ur)(?: present| current)? "
    r"(?:paper|work|study|article|report|survey|thesis|note|chapter|letter|research|authors?|tutorial|review)\b)"
)
_GAP = "(?:(?! that | which | is | are | was | were | been | be )[^.;]){0,50}?"
_WE_MAKE = rf"{_AUTHORS}{_GAP}\b(?:{_MAKE}){_VERB_END}"
_THING = r"\b((?:[Aa]n?|[Tt]he|[Tt]wo|[Tt]hree|[Ss]everal|[Nn]ew|[Nn]ovel) (?:(?! which | that )[^,.;:]){8,100}?)"
_IS = "(?:is|are|was|were|has been|have been)(?: then| also| further| first)?"
_KIND = (
    "model|framework|method|system|algorithm|architecture|tool|benchmark|dataset|approach|technique|library"
    "|toolkit|language|platform|network|module|protocol|corpus|software|package|scheme|strategy"
)
_EMPTY = (
    "an?|the|our|its|their|some|another|two|three|both|several|various|this|these|that|how|first|novel|new"
    "|simple|simpler|yet|but|and|effective|efficient|general|powerful"
    "|types? of|series of|set of|family of|variety of"
    "|number of|use of|results? (?:of|on|for)|problem of|issue of"
    "|named|called|namely|self-contained"
    "|user-friendly|easy-to-use|lightweight|plug-and-play|state-of-the-art|to|we(?: have)?"
    "|in this (?:paper|work|study|article|letter|note)|(?:fill|bridge|close) (?:this|the) gaps? by"
    "|(?:first|initial|preliminary) (?:attempt|step)s? (?:to|towards?)"
)

_WE_STUDY = rf"{_AUTHORS}{_GAP}\b(?:{_STUDY}){_VERB_END}"
_RESULT_VERB = "(?:is an?|outperforms|achieves|consists|improves|uses)"
_AIM = (
    r"(?:^(?:Aim|Goal|Objective|Purpose)s?:"
    r"|\b(?:[Aa]im|[Gg]oal|[Oo]bjective|[Pp]urpose)(?: of [^,.;]{3,50})? (?:is|was))(?: to)? "
)

ENGLISH = Rules(
    hints=(
        (_re(rf"(?:{NAMED}) (?:the )?[\"“'‘]?({NAME}(?: and {NAME}(?=[,.]))?)"), 6),
        (_re(rf"{_WE_MAKE} ({NAME})(?=[,:]? (?:an?|the|which|that|to|for|as|in)\b|[,.:(])"), 6),
        (_re(rf"{_WE_MAKE} [^,.;]{{0,110}}?\(({NAME})\)"), 6),
        (_re(rf"\b(?:[Oo]ur|proposed|novel|new)(?: [a-z-]+){{0,4}} ({NAME})\b"), 3),
        (_re(rf"\b(?:{_KIND}) ({NAME})(?= ?[,.:;(]| (?:is|for|to|that|which)\b)"), 4),
        (
            _re(rf"(?:^|, |\bthat )(?:[Tt]he )?({NAME}) {_RESULT_VERB}\b"),
            2,
        ),
        (_re(rf"\b(?:such as|like|on|over|than|including|e\.g\.,?|with|from|by) (?:the )?({NAME})"), -2),
    ),
    clauses=(
        (_re(rf"{_WE_MAKE} {_NOT_OBJECT}(.+)"), 3),
        (_re(rf"{_THING} {_IS} (?:{_MAKE})(?:e?d|ted|ned|t)\b((?: for| to| which| that|[,.]|$).*)"), 2.8),
        (_re(rf"{_WE_STUDY}(?: (?:on|at|with|to|into))? {_NOT_OBJECT}(.+)"), 2),
        (_re(rf"{_AIM}(.+)"), 1.5),
        (_re(rf"{_THING} {_IS} (?:{_STUDY}|{_WEAK})(?:e?d|ied|ted|n)\b"), 1.4),
        (_re(rf"{_AUTHORS}{_GAP}\b(?:{_WEAK}){_VERB_END} {_NOT_OBJECT}(.+)"), 1.2),
        (
            _re(rf"{_AUTHORS}{_GAP}\b(?:show|prove|demonstrate|argue|find|suggest|conclude)[sd]? that (.+)"),
            1.1,
        ),
    ),
    here=_re(r"\b(?:[Ii]n t|T|t)his (?:paper|work|study|article|report|letter|note|survey)\b|\b[Hh]ere we\b"),
    new=_re(r"\b(?:new|novel|first)\b"),
    also=_re(r"\b(?:[Aa]lso|[Ff]urther|[Ff]urthermore|[Aa]dditionally|[Mm]oreover|[Ff]inally)\b"),
    kinds=(
        r"\bNAME\)?(?:,| is| was) (?:an?|the) ((?:(?!first ).){12,}.*)",
        rf"\b(?:an?|the|[Oo]ur)(?: proposed| novel| new)? ([a-z][a-z -]+ (?:{_KIND})) NAME\b",
    ),
    lead_in=_re(rf"(?i)^(?:{_EMPTY})(?:ly)?,? "),
    generic=_re(rf"(?i)(?:{_KIND}|result|problem|theory|approache|algorithm)s?|[\w-]+ly \w+"),
    stop=_re(
        r"[;:]|, (?!(?:and )?[\w-]+(?:, | and ))|, (?:called|named|namely|termed|dubbed)\b"
        r"|,? (?:which|where|whose|while|whereas|so that|in order|because|since|thus|thereby)\b"
        r"| that (?:can|is|are|was|were|has|have|we|it|will|may|allows?|enables?|leverages?)\b|\.$"
    ),
    joint=_re(
        " (?=(?:for|of|with|via|by|using|in|on|to|that|which|from|and|under|through|based|without|as|against"
        r"|between|when|is|are|including|regarding)\b)|(?=, )"
    ),
    dangling=_re(
        r"(?i)(?:^|\s)(?:a|an|the|of|for|and|or|to|with|in|on|by|via|that|which|using|from|as|under|through|based|is|are"
        r"|at|into|between|their|its|this|our|such|both|not|be|including|regarding|according|consisting|accounting)$"
    ),
    longest=90,
    brief=45,
    colon=": ",
    comma=", ",
)

_ZH_WE = (
    "(?:我们|本文|文章|论文|该文|文中|作者|为此|因此"
    "|本(?:研究|论文|工作|报告|综述)|这(?:项|篇)(?:工作|研究|论文|文章)|该(?:研究|论文|工作))[^。;；]{0,25}?"
)
_ZH_MAKE = "(?:提出|介绍|展示|开发|设计|发布|构建|建立|构造|引入|研制|给出|推出|制定)"
_ZH_STUDY = "(?:研究|调查|探讨|探索|分析|回顾|综述|讨论|评估|比较|阐述|论述|总结|考察|探究|揭示|旨在|测定|观察|运用)"
_ZH_WEAK = "(?:考虑|解决|证明|利用|采用|应用|实现|针对|提供|确定)"
_ZH_NAMED = '(?:称为|称之为|名为|命名为|叫做|称作|取名为?)["“「《 ]*'
_ZH_EMPTY = (
    "了|出|并|的|对(?![抗话比称象齐偶])|将|在(?!线)|[一两三](?:种|个|套|类|组|项|些|份|系列|台)|第一个|首个|新颖的?|新型的?|新的?"
    "|简单[而但且]?|有效的?|高效的?|全面的?|详细的?|更好的|更|我们的?|所?提出的|称为|名为|即|其|该|关于"
)

CHINESE = Rules(
    hints=(
        (_re(rf"(?:{_ZH_NAMED}|即)[^,，。;；(（]{{0,25}}[(（]({NAME})[)）]"), 6),
        (_re(rf"{_ZH_NAMED}({NAME})"), 6),
        (_re(rf"{_ZH_MAKE}[了出]? ?({NAME})(?=[,，;；:：。(（]|是|这|—)"), 6),
        (_re(rf"{_ZH_WE}{_ZH_MAKE}[了出]?[^,，。;；]{{0,50}}[(（]({NAME})[)）]"), 6),
        (_re(rf"(?:模型|方法|框架|算法|系统|网络|工具|基准|数据集|模块)[,，(（ ]{{0,2}}({NAME})"), 2),
        (_re(rf"(?:所?提出的|我们的) ?({NAME})"), 3),
        (_re(rf"(?:其中|[,，]|^)({NAME})[还也均]?(?:在|的性能|优于|可以|能够|实现|达到|显著|表现)"), 4),
        (_re(rf"(?:例如|如|包括|基于|使用|比|优于) ?({NAME})"), -2),
    ),
    clauses=(
        (_re(rf"{_ZH_WE}{_ZH_MAKE}[了出]?(.+)"), 3),
        (_re("目的[:： ]*(.+)"), 2.6),
        (_re(rf"(?:^|[,，;；])[^,，;；]{{0,12}}{_ZH_MAKE}[了出](.+)"), 2.5),
        (_re(rf"{_ZH_WE}对([^,，。;；]+)进行[了的]?(?:[^,，。;；]{{0,8}}?的)?({_ZH_STUDY}?)"), 2.4),
        (_re(rf"{_ZH_WE}{_ZH_STUDY}了?(?![的之])(.+)"), 2),
        (_re("(?:^|[,，;；])[^,，。;；]{0,8}对([^,，。;；]+)进行[了的]"), 1.8),
        (_re(rf"{_ZH_STUDY}[了出](.+)"), 1.5),
        (_re(rf"(?:^|[,，;；])[并也还]?(?:{_ZH_STUDY}|{_ZH_MAKE})(?![的和与者中])(.{{8,}})"), 1.3),
        (_re(rf"{_ZH_WE}{_ZH_WEAK}了?(.+)"), 1.2),
        (_re("我们[将把](.+)"), 1),
    ),
    here=_re("本文|本研究|本工作|本论文|在这项工作中"),
    new=_re("新的|新颖|新型|首个|第一个|首次"),
    also=_re("还|进一步|此外|最后"),
    kinds=(
        'NAME[)）]?["”」》]?[,，;；:：]? ?(?:这)?(?:是)?(?:一[种个类套项]|第一个|首个)(.+)',
        "([^,，。;；(（了为]{6,40})[(（]NAME[)）]",
        "一[种个类套项]([^,，。;；(（]{6,40}?)(?:称为|名为|命名为|叫做|,|，)? ?NAME",
    ),
    lead_in=_re(rf"^(?:(?:{_ZH_STUDY}|{_ZH_MAKE})[了并]?(?=.{{10}})|(?:{_ZH_EMPTY})(?=.{{2}}))"),
    generic=_re("方法|模型|框架|系统|算法|问题|策略|技术|解决方案|应用|研究"),
    stop=_re("[。;；:：]|[,，]?(?:称为|称之为|名为|命名为|即|该|以便)|[,，](?!\\w{1,8}[,，和])"),
    joint=_re("(?=[,，、和与及])"),
    dangling=_re("(?:的|和|与|及|以|在|了|对|并|或|为|是|中|上|下|来|从而|由|将|进行)$"),
    longest=50,
    brief=20,
    colon=": ",
    comma="、",
)
