"""The language of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.papers.readers.read import find_sources, read_records
from kg.text.language import detect_language

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.parametrize(
    "text",
    [
        "本文提出 MGTAB,CNN、RL、GAN、BERT 以及 KoopmanLab 在 ImageNet 与 CIFAR 上的比较。",
        "強化學習已被廣泛應用於對話系統,本文回顧了最新進展。",
        "介绍MLGOPERF",
        "知识蒸馏",
    ],
)
def test_chinese_in_either_script_and_full_of_latin_names(text):
    assert detect_language(text) == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "We translate the term 知识蒸馏 as knowledge distillation and 强化学习 as reinforcement learning.",
        "本研究では、深層学習を用いた画像認識の手法を提案する。",
        "이 논문은 강화 학습 방법을 제안한다.",
        "Дистилляция знаний",
        "Über die Größe",
        "",
        "12345 !?",
    ],
)
def test_everything_else_is_handled_as_english(text):
    assert detect_language(text) == "en"


def test_every_seed_is_told_apart():
    texts = {r.abstract for s in find_sources([SEEDS]) for r in read_records(s)}
    for text in texts:
        assert detect_language(text) == ("zh" if "的" in text else "en")
