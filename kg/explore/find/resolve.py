"""The one node that a name, an alias or an id means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.core.errors import NodeNotFound
from kg.core.graph import LABEL_ORDER, Node
from kg.core.graph_store import GraphStore, Names
from kg.explore.find.ranking import COMPARED, begin_with, called, suggestions
from kg.text.names import names_of, valid


def resolve(store: GraphStore, name: str, labels: Sequence[str] = ()) -> Node:
    """The node with this id, unless another is called exactly so ("aids" is the id of AIDS); else the one with this
    name, title or alias (in any width and case, both languages).

    Of several: a concept, then a paper, an author, a venue, a source; spelled exactly so before otherwise; a name
    before an alias; the concept, or of authors of one name the one, of more papers. Then a concept in another
    inflection ("neural network" for "neural networks"), or of which this is a translation by the dictionary (联邦学习
    for "federated learning"); then the only node with a name that begins so. Raises NodeNotFound with up to five names
    like it.
    """
    name = valid(name)
    allowed = sorted(labels or LABEL_ORDER, key=LABEL_ORDER.__getitem__)
    for label in allowed:
        if found := store.nodes([(label, name)]):
            exact = [each for each in store.find(name, (label,), "is") if name in (each.name, *each.others)]
            return store.nodes([(label, exact[0].id)])[0] if exact else found[0]
    for label in allowed:
        if named := called(name, store.find(name, (label,), "is")):
            first = _most_papers(store, named) if label == "Author" else named[0]
            return store.nodes([(label, first.id)])[0]
    if "Concept" in allowed and (close := _variant(store, name)):
        return store.nodes([("Concept", close.id)])[0]
    beginning = begin_with(name, store.find(name, allowed, "begins"))
    if len(beginning) == 1:
        return store.nodes([(beginning[0].label, beginning[0].id)])[0]
    likely = suggestions(name, store.find(name, allowed), store.spelled_like(name, allowed, most=COMPARED))
    raise NodeNotFound(name, likely, allowed[0] if len(allowed) == 1 else "")


def _most_papers(store: GraphStore, named: Sequence[Names]) -> Names:
    """The first of some authors; of those with its name the one who wrote most."""
    alike = [each for each in named if each.name == named[0].name]
    if len(alike) == 1:
        return named[0]
    papers = Counter(edge.start[1] for edge in store.edges([("Author", each.id) for each in alike], ("WROTE",)))
    return min(alike, key=lambda each: (-papers[each.id], each.id))


def _variant(store: GraphStore, name: str) -> Names | None:
    from kg.explore.find.variants import variant_of  # a dictionary, for the rare name that needs it

    return variant_of(store, name)


def is_called(node: Node, name: str) -> bool:
    """Whether the name is one that the node itself has, or its id."""
    name = valid(name)
    return node.id == name or bool(called(name, [names_of(node.label, node.properties)]))
