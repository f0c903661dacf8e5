"""What every engine for Cypher is asked (queries, graph), and the embedded one: kglite."""
