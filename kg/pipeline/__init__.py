"""Builds: the only room that knows the order of the stages and what must be redone.

stages.py     the stages of a build as data, each with its function, tables in and tables out: open this first
build.py      kg.build: sources -> store; whether anything has changed
assemble.py   runs the stages, and exchanges the graph
budget.py     what a build takes in memory and time
doctor.py     is everything in order; repair.py: what can be made again is made again

Takes sources (files, folders) and corrections; gives a store. Tables go from stage to stage under the names in
stages.py: mentions is a kg.core.tables.Mentions, texts a Texts; what is in capitals are edge tables.

May import kg.papers, kg.keyphrases, kg.concepts, kg.links, kg.store, kg.loaders (to check graphs), kg.text and kg.core.
"""
