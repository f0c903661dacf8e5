"""The same build on Spark: what concerns one paper runs on executors, with the functions of the local stages.

build.py       sources -> a folder of Parquet tables: open this first
run.py         the stages in their order, each from its last whole checkpoint; written.py: the tables that are left
publish.py     these in their place as a whole, and the files for Neo4j
stages.py      which stages of kg.pipeline.stages run on executors, and how; all others run on the driver, as they are
reading.py     sources to records, file by file; lines.py: those at addresses, in parts, by Spark's readers
workers.py     what runs in the partitions; pairs.py: comparing papers, there and on the driver
checkpoints.py what a stage gave, in a folder under its fingerprint; digests.py: whether files are as they were written
mapped.py      tables of papers that the driver reads from files without holding them; tables.py: tables as bytes
session.py     Spark itself: starting it, and what is said when that fails
graph.py       the graph as Parquet; store.py: a store made of it, without Spark

Takes sources; gives Parquet tables, files for neo4j-admin and checkpoints in one folder, which driver and executors see
under the same path. Rows equal those of a local build, whatever the number of partitions. pyspark is imported in
session.py and where its functions are called, never when this room is imported.

May import kg.pipeline, kg.papers, kg.keyphrases, kg.concepts, kg.links, kg.store, kg.loaders (files for Neo4j) and
kg.core.
"""
