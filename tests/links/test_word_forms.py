"""Which names are forms or pieces of each other."""

from __future__ import annotations

import numpy as np
import pytest
from relation_fixture import concept

from kg.links.word_forms import forms_or_pieces


def alike(one: str, other: str) -> bool:
    return bool(forms_or_pieces([concept(one), concept(other)], np.array([0]), np.array([1]))[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cooperation", "cooperators"),
        ("synchronization", "synchronized"),
        ("magnet", "magnetism"),
        ("surface charge", "charged surface"),
        ("chaoticity", "chaotic properties"),
        ("chaos", "chaotic"),
        ("symmetry", "symmetric"),
        ("phylogeny", "phylogenetic tree"),
        ("molecules", "molecular"),
        ("vortices", "vorticity"),
        ("threshold", "wavelet thresholding"),
        ("density of states", "states"),
        ("percolation model", "percolation theory"),
        ("co-authorship networks", "scientific co-authorship"),
        ("MRT-LB model", "MRT-LB equation"),
        ("k-nearest neighbor", "k-NN"),
        ("O-RAM", "oblivious RAM"),
        ("first approach", "second approach"),
        ("知识蒸馏", "知识蒸馏"),
    ],
)
def test_forms_and_pieces_of_a_name_are_told(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lipid bilayer", "membrane"),
        ("control chart", "control limit"),
        ("energy cascade", "energy flux"),
        ("motor", "motility"),
        ("electron", "electric"),
        ("learning model", "error model"),
        ("知识蒸馏", "教师"),
        ("random access memory", "oblivious RAM"),
        ("graph theory", "graph coloring"),
        ("of", "for"),
    ],
)
def test_other_names_are_neither(one, other):
    assert not alike(one, other)
