"""Names in the picture, in a real Chromium: which are always there, and where those of topics stand."""

from __future__ import annotations

import pytest
from browser_fixture import select
from view_fixture import large_scene, seed_scene

SCENES = {"seeds": seed_scene, "large": large_scene}
CENTER = "Concept:knowledge-distillation"


def _overlaps(boxes: list[dict]) -> list[tuple[dict, dict]]:
    return [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
    ]


def _commonest(name: str, many: int) -> list[str]:
    concepts = [node for node in SCENES[name]().nodes if node.label == "Concept"]
    concepts.sort(key=lambda node: (-int(str(node.properties["papers"])), node.name))
    return [f"Concept:{node.id}" for node in concepts[:many]]


def _named(page) -> set[str]:
    return {box["key"] for box in page.evaluate("papermesh.labelBoxes()")}


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1440), (900, 680), (400, 800)])
@pytest.mark.parametrize("name", ["seeds", "large"])
def test_the_commonest_concepts_always_have_names(open_page, name, size):
    with open_page(name, *size) as page:
        missing = set(_commonest(name, 20)) - _named(page)
        assert len(missing) <= (8 if size[0] < 600 else 0)  # a phone may have no room
        topics = [box["name"] for box in page.evaluate("papermesh.topicBoxes()") if box["name"]]
        assert _overlaps([*page.evaluate("papermesh.labelBoxes()"), *topics]) == []


def test_the_greatest_concepts_of_each_topic_have_names(open_page):
    with open_page("large") as page:
        order = _commonest("large", 200)
        topics = page.evaluate("papermesh.topics()")
        assert len(topics) > 3
        for topic in topics:
            members = [key for key in order if key in topic["members"]]
            assert set(members[:3]) <= _named(page), topic["name"]


def test_what_is_looked_at_has_a_name_and_so_has_the_centre(open_page):
    for name in ("seeds", "large"):
        with open_page(name) as page:
            for key in sorted(page.evaluate("papermesh.keys()"))[::7]:
                select(page, key)
                page.evaluate("papermesh.draw()")
                boxes = page.evaluate("papermesh.labelBoxes()")
                assert key in {box["key"] for box in boxes}
                assert not any(box["leads"] for box in boxes if box["key"] == key)
                assert _overlaps(boxes) == []
    with open_page("seeds") as page:
        assert CENTER in _named(page)


def test_names_of_topics_stay_on_their_own_regions(open_page):
    with open_page("large") as page:
        hidden = 0
        for move in (
            "0",
            "(() => { for (let i = 0; i < 2; i += 1) papermesh.pan(-420, -160); })()",
            "papermesh.pan(900, 500)",
        ):
            page.evaluate(move)
            boxes = page.evaluate("papermesh.topicBoxes()")
            for each in boxes:
                name, own = each["name"], each["region"]
                hidden += not name
                if not name:
                    continue
                x, y = (name["left"] + name["right"]) / 2, (name["top"] + name["bottom"]) / 2
                assert own["left"] - 1 < name["right"]
                assert name["left"] < own["right"] + 1
                others = [other["region"] for other in boxes if other is not each]
                assert not any(o["left"] < x < o["right"] and o["top"] < y < o["bottom"] for o in others)
        assert hidden
