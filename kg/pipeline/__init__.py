"""Builds: the only place that knows the order of the stages and what must be redone.

build.py      kg.build: sources -> store
stages.py     the stages of a build as data: function, tables in, tables out
assemble.py   the stages run, the graph exchanged
budget.py     what a build takes in memory and time
doctor.py, repair.py   is everything in order, and what can be made again

Imports kg.papers, kg.keyphrases, kg.concepts, kg.links, kg.store, kg.loaders (to check graphs), kg.text and kg.core.
"""
