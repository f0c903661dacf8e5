"""The graph as data frames of pandas, an extra."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.core.errors import MissingExtra
from kg.core.graph import BOOLEAN, FLOAT, INTEGER, NODES, RELATIONSHIPS, STRING
from kg.core.graph_store import GraphSource
from kg.loaders.files.rows import columns, rows

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {STRING: "string", INTEGER: "Int64", FLOAT: "Float64", BOOLEAN: "boolean"}
"""Types of the graph -> of pandas, those that know missing values: a year stays a whole number. Lists are objects."""


def to_pandas(store: str | Path | GraphSource, kind: str) -> pd.DataFrame:
    """All nodes of a label or relationships of a type as a data frame: the rows of `kg.rows`, with their types.

    kind: as for kg.rows, whose keys are the columns, also where there is no row. Whole numbers, texts and truth values
    have pandas' types that know missing values; lists are tuples. "start" and "end" of a relationship are the "id" of
    its nodes, so frames are joined by merge.
    Raises ValueError for another kind, StoreError when there is no store, MissingExtra without pandas.

    >>> import kg
    >>> concepts = kg.to_pandas("kg-store", "Concept")
    >>> print(concepts.nlargest(2, "papers")[["name", "papers"]].to_string(index=False))
               name  papers
    neural networks      14
     classification       5
    """
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise MissingExtra("pandas", "data frames take pandas") from error

    found = rows(store, kind)
    types = {"start": STRING, "end": STRING} | dict(NODES[kind] if kind in NODES else RELATIONSHIPS[kind][2])
    frame = pd.DataFrame(found, columns=columns(kind))
    return frame.astype({name: _DTYPES[types[name]] for name in frame.columns if types[name] in _DTYPES})
