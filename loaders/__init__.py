"""The graph in the forms people ask: NetworkX, embedded Cypher, and what is read from them."""
