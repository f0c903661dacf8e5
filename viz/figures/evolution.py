"""The evolution of topics: those of every period, the later ones to the right, joined by what they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.core.graph import NodeKey
from kg.core.graph_store import GraphStore
from kg.viz.figures.drawing import FOOT, HEAD, HEIGHT, MARGIN, WIDTH, Drawing, lines
from kg.viz.figures.evidence import Behind, Figure, about
from kg.viz.figures.periods import Flow, Group, Period, cut, flows, groups
from kg.viz.figures.words import Words, words

PERIODS = 4
_BAR, _GAP, _TOP = 16, 14, 46
_SIZE, _LINE = 14, 28


def evolution(store: GraphStore, *, periods: int = PERIODS, cuts: Sequence[int] = (), dark: bool = False) -> Figure:
    """The topics of the periods, bars as high as they have papers, and bands as wide as what they share.

    periods: how many, of about as many papers each; or `cuts`, the first years of all but the first. Raises KgError
    where there are not two.
    """
    chosen = cut(store.papers_by("year"), periods, cuts)
    found = groups(store, chosen)
    joined = flows(found)
    source = words(
        "papermesh · {n} papers with a year · bands: concepts that both share (inclusion index)",
        n=sum(period.papers for period in chosen),
    )
    title = words("Evolution of topics")
    drawing = Drawing(title, source, dark)
    bars = _bars(chosen, found, joined)
    lineage = _lineage(found, joined)
    for flow in sorted(joined, key=lambda each: each.share):
        _band(drawing, flow, found, bars, lineage)
    for n, group in enumerate(found):
        x, top, high = bars[n]
        told = words(
            "{name}, {period}, {n} papers",
            name=group.name or words("papers without common concepts"),
            period=chosen[group.period].name,
            n=str(len(group.papers)),
        )
        drawing.shape("rect", f"t{n}", told, x=x, y=top, width=_BAR, height=high, rx=3, fill=drawing.topic(lineage[n]))
        told_lines = lines(group.name, _LINE)
        last = group.period == len(chosen) - 1
        for k, line in enumerate(told_lines):
            y = top + high / 2 + (k - (len(told_lines) - 1) / 2) * 1.15 * _SIZE + 5
            at, anchor = (x - 7, "end") if last else (x + _BAR + 7, "start")
            halo = {"paint_order": "stroke", "stroke": drawing.colour("ground"), "stroke_width": 4}
            drawing.text(at, y, line, size=_SIZE, key=f"t{n}", text_anchor=anchor, **halo)
    for n, period in enumerate(chosen):
        x, anchor = _column(n, len(chosen)), "end" if n == len(chosen) - 1 else "start"
        at = x + _BAR if anchor == "end" else x
        drawing.text(at, HEAD + 14, period.name, size=18, font_weight=600, text_anchor=anchor)
        papers = words("{n} papers", n=period.papers)
        drawing.text(at, HEAD + 33, papers, size=13, fill=drawing.colour("muted"), text_anchor=anchor)
    names = _names(store, found)
    behind = {f"t{n}": _behind(store, group, chosen[group.period], names) for n, group in enumerate(found)}
    behind |= {_key(flow): _shared(store, flow, found, chosen, names) for flow in joined}
    return Figure(title, drawing.svg(), behind, drawing.words)


def _key(flow: Flow) -> str:
    return f"f{flow.start}-{flow.end}"


def _column(period: int, periods: int) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN - _BAR) * period / (periods - 1)


def _untangled(by_period: Sequence[Sequence[int]], joined: Sequence[Flow]) -> list[list[int]]:
    """The groups of every period in an order in which few bands cross: each near those that it shares most with, by
    their mean place (Sugiyama, Tagawa, Toda, IEEE Trans. SMC 11, 1981)."""
    columns = [list(own) for own in by_period]
    for sweep in range(6):
        forth = not sweep % 2
        for period in range(1, len(columns)) if forth else range(len(columns) - 2, -1, -1):
            place = {n: at for at, n in enumerate(columns[period - 1 if forth else period + 1])}
            pull: dict[int, list[tuple[float, int]]] = {n: [] for n in columns[period]}
            for flow in joined:
                here, there = (flow.end, flow.start) if forth else (flow.start, flow.end)
                if here in pull and there in place:
                    pull[here].append((flow.share, place[there]))
            own = {n: at for at, n in enumerate(columns[period])}
            middle = {
                n: round(sum(share * at for share, at in found) / sum(share for share, _ in found), 6)
                if found
                else own[n]
                for n, found in pull.items()
            }
            columns[period].sort(key=lambda n, middle=middle, own=own: (middle[n], own[n]))
    return columns


def _bars(chosen: Sequence[Period], found: Sequence[Group], joined: Sequence[Flow]) -> list[tuple[float, float, float]]:
    """(left, top, height) of the bar of every group; heights are comparable across periods."""
    room = HEIGHT - HEAD - FOOT - _TOP
    by_period = _untangled(
        [[n for n, group in enumerate(found) if group.period == p] for p in range(len(chosen))], joined
    )
    papers = [sum(len(found[n].papers) for n in own) for own in by_period]
    scale = min((room - _GAP * len(own)) / max(many, 1) for own, many in zip(by_period, papers, strict=True))
    bars: dict[int, tuple[float, float, float]] = {}
    for period, own in enumerate(by_period):
        heights = [max(len(found[n].papers) * scale, 6) for n in own]
        gap = (room - sum(heights)) / max(len(own), 1)
        top = HEAD + _TOP + gap / 2
        for n, high in zip(own, heights, strict=True):
            bars[n] = _column(period, len(chosen)), top, high
            top += high + gap
    return [bars[n] for n in range(len(found))]


def _lineage(found: Sequence[Group], joined: Sequence[Flow]) -> list[int]:
    """A colour number for every group: that of the one before with which it shares most, else a new one."""
    number: list[int] = []
    fresh = 0
    for n in range(len(found)):
        before = [flow for flow in joined if flow.end == n]
        best = max(before, key=lambda flow: (flow.share, -flow.start), default=None)
        if best is None:
            number.append(fresh)
            fresh += 1
        else:
            number.append(number[best.start])
    return number


def _band(
    drawing: Drawing,
    flow: Flow,
    found: Sequence[Group],
    bars: Sequence[tuple[float, float, float]],
    lineage: Sequence[int],
) -> None:
    x, top, high = bars[flow.start]
    right, other_top, other_high = bars[flow.end]
    x += _BAR
    y, end, middle = top + high / 2, other_top + other_high / 2, (x + right) / 2
    wide = max(2, min(high, other_high) * flow.share)
    told = _share(found[flow.start].name, found[flow.end].name, flow)
    path = f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {end:.1f} {right:.1f} {end:.1f}"
    colour = drawing.topic(lineage[flow.start])
    drawing.shape("path", _key(flow), told, d=path, fill="none", stroke=colour, stroke_width=wide, stroke_opacity=0.3)


def _names(store: GraphStore, found: Sequence[Group]) -> dict[NodeKey, str]:
    keys = sorted({concept for group in found for concept in group.concepts})
    return {node.key: node.name for node in store.nodes(keys)}


def _behind(store: GraphStore, group: Group, period: Period, names: Mapping[NodeKey, str]) -> Behind:
    best = list(group.concepts)[:10]
    facts = (
        words("{n} papers, {period}", n=len(group.papers), period=period.name),
        ", ".join(names[concept] for concept in best),
    )
    return Behind(group.name, facts, about(store, best, set(group.papers)))


def _shared(
    store: GraphStore, flow: Flow, found: Sequence[Group], chosen: Sequence[Period], names: Mapping[NodeKey, str]
) -> Behind:
    one, other = found[flow.start], found[flow.end]
    told = ", ".join(names[concept] for concept in flow.concepts[:10])
    facts = (_share(chosen[one.period].name, chosen[other.period].name, flow), told)
    papers = about(store, list(flow.concepts[:10]), set(one.papers), 4)
    papers += about(store, list(flow.concepts[:10]), set(other.papers), 4)
    return Behind(f"{one.name} → {other.name}", facts, papers)


def _share(one: str, other: str, flow: Flow) -> Words:
    return words("{one} to {other}, {share} shared", one=one, other=other, share=f"{flow.share:.0%}")
