"""A Neo4j server: its graph as a GraphStore, and how a graph gets there, by difference or by files for neo4j-admin."""
