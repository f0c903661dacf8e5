"""How rows, text and progress reach stdout, without a graph."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import output, text
from kg.cli.output import print_rows, to_json, to_text
from kg.cli.view import file_name

ROWS = [
    {"id": "a", "name": "neural collapse", "score": 0.51234, "why": ("loss", "classifier")},
    {"id": "b", "name": "神经坍缩", "score": 1.0, "why": ()},
]
COLUMNS = ("id", "name", "score", "why")


def printed(capsys: pytest.CaptureFixture[str], rows, columns, form: str, **options) -> str:
    print_rows(rows, columns, form, **options)
    return capsys.readouterr().out


def test_json_is_one_array_and_keeps_chinese_readable(capsys):
    out = printed(capsys, ROWS, COLUMNS, "json")
    assert json.loads(out) == json.loads(json.dumps(ROWS))
    assert "神经坍缩" in out


def test_no_rows_are_valid_in_every_format(capsys):
    assert json.loads(printed(capsys, [], COLUMNS, "json")) == []
    assert printed(capsys, [], COLUMNS, "jsonl") == ""
    assert printed(capsys, [], COLUMNS, "csv") == "id,name,score,why\n"
    print_rows([], COLUMNS, "table", empty="Nothing lies near x.")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Nothing lies near x.\n")


def test_jsonl_has_one_object_a_line(capsys):
    lines = printed(capsys, ROWS, COLUMNS, "jsonl").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b"]


def test_csv_joins_lists_and_quotes(capsys):
    rows = [{"id": 'say "x", y', "name": "two\nlines", "score": None, "why": ("a", "b")}]
    read = list(csv.reader(io.StringIO(printed(capsys, rows, COLUMNS, "csv"))))
    assert read == [list(COLUMNS), ['say "x", y', "two\nlines", "", "a; b"]]


@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
def test_rows_go_out_before_the_next_is_made(capsys, form):
    def rows():
        yield ROWS[0]
        seen.append(capsys.readouterr().out)
        yield ROWS[1]

    seen: list[str] = []
    print_rows(rows(), COLUMNS, form)
    assert "neural collapse" in seen[0]


def test_nan_becomes_null_because_json_knows_none():
    assert json.loads(to_json({"x": float("nan"), "y": [float("inf"), 1.5]})) == {"x": None, "y": [None, 1.5]}


def test_json_escapes_what_would_act_on_a_terminal_and_loses_nothing():
    value = "red \x1b[31m, csi \x9b31m, right-to-left \u202e, half \ud83d"
    assert text.json_safe(to_json(value)).isprintable()
    assert json.loads(to_json(value)) == value


def test_nodes_and_relationships_of_a_query_read_well_in_a_cell():
    node = {"labels": ["Concept"], "id": "x", "name": "neural collapse"}
    edge = {"type": "MENTIONS", "start": "p", "end": "x", "score": 1}
    assert to_text([node, edge]) == "(:Concept neural collapse); [:MENTIONS]"
    assert to_text({"a": 1}) == '{"a": 1}'
    assert to_text(True) == "true"


def test_a_table_never_sends_control_characters(capsys):
    rows = [{"id": "\x1b]0;pwned\x07", "name": "a\nb\tc\x9b2J\u202e", "score": 1}]
    out = printed(capsys, rows, ("id", "name", "score"), "table")
    assert all(c.isprintable() for c in out.replace("\n", ""))
    assert "\\x1b]0;pwned\\x07" in out
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize("columns", [60, 100])
def test_a_table_fits_its_width_with_chinese_in_it(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    rows = [{"id": "a", "name": "无数据知识蒸馏" * 20, "score": 0.5, "why": ["knowledge distillation"] * 5}] * 3
    out = printed(capsys, rows, COLUMNS, "table")
    assert max(map(text.width, out.splitlines())) <= columns
    assert "…" in out
    assert "0.500" in out


def test_ids_are_cut_after_all_other_texts(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    long = {"id": "data-free-knowledge-distillation-methods", "label": "Concept", "name": "w " * 60, "match": "v " * 60}
    lines = printed(capsys, [long], ("id", "label", "name", "match"), "table").splitlines()
    assert lines[1].startswith("data-free-knowledge-distillation-methods  Concept  w w")
    assert max(map(text.width, lines)) <= 80
    endless = printed(capsys, [long | {"id": "x" * 300}], ("id", "label", "name", "match"), "table").splitlines()
    assert max(map(text.width, endless)) <= 80


def test_numbers_stand_to_the_right_and_are_never_cut(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    rows = [{"name": "x" * 90, "papers": 1234567}, {"name": "y", "papers": 8}]
    lines = printed(capsys, rows, ("name", "papers"), "table").splitlines()
    assert [line[-7:] for line in lines] == [" papers", "1234567", "      8"]


def test_shortening_counts_columns_not_characters():
    assert text.shorten("知识蒸馏", 8) == "知识蒸馏"
    assert text.shorten("知识蒸馏", 7) == "知识蒸…"
    assert text.shorten("知识蒸馏", 6) == "知识…"
    assert text.width(text.shorten("a知识蒸馏", 6)) <= 6


@pytest.mark.parametrize(
    "words",
    [
        "knowledge distillation of large models " * 5,
        "我们提出了一种知识蒸馏（KD）的新方法，用于BERT模型。" * 5,
    ],
)
def test_wrapped_text_stays_within_the_margin_and_loses_nothing(words):
    wrapped = text.wrap(words.strip(), 30, indent="  ")
    assert max(map(text.width, wrapped.splitlines())) <= 32
    assert "".join(wrapped.split()) == "".join(words.split())


def test_terms_are_marked_where_they_stand():
    sentence = "We study neural collapse\nand 知识蒸馏。"
    start = sentence.index("neural")
    chinese = sentence.index("知识")
    marked = text.wrap(text.mark(sentence, (start, start + 15, chinese, chinese + 4)), 80)
    assert marked == "We study **neural collapse** and **知识蒸馏**。"


def test_marks_inside_each_other_and_hostile_text_stay_harmless():
    marked = text.wrap(text.mark("deep \x0eneural\x1b[0m collapse", (0, 4, 2, 4, 6, 12)), 80)
    assert marked == "**deep** \\x0e**neural**\\x1b[0m collapse"


def test_file_names_are_safe_on_every_system():
    assert file_name("federated learning") == "federated-learning"
    assert file_name("知识蒸馏") == "知识蒸馏"
    assert file_name("../../etc/passwd") == "etc-passwd"
    assert file_name('a<b>:"c"|d?*\\e') == "a-b-c-d-e"
    assert file_name("...") == "node"
    assert file_name("name. ") == "name"
    assert "\x1b" not in file_name("\x1b[31m")
    assert len(file_name("蒸" * 500).encode()) < 200


def run_python(code: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={**os.environ, **env}, check=False, timeout=60
    )


def test_line_ends_are_the_same_where_a_system_has_others(monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp936", newline="\r\n"))
    output.use_utf8()
    output.write("知识蒸馏\n", flush=True)
    assert written.getvalue() == "知识蒸馏\n".encode()


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"}])
def test_output_is_utf8_on_any_locale(env):
    code = "from kg.cli.output import *; use_utf8(); write('知识蒸馏 \\ud83d\\n'); say('消息')"
    done = run_python(code, **env)
    assert done.stdout.decode("utf-8") == "知识蒸馏 \\ud83d\n"
    assert done.stderr.decode("utf-8").strip() == "消息"


def test_help_needs_nothing_heavy():
    code = (
        "import sys, kg.cli; heavy = {'rich', 'numpy', 'scipy', 'sklearn', 'keybert', 'kglite', 'networkx',"
        "'pyvis', 'neo4j', 'sqlite3'} & set(sys.modules); assert not heavy, heavy"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr.decode()


def test_progress_is_silent_without_a_terminal_but_says_messages(capsys):
    from kg.cli.progress import draw_progress

    with draw_progress() as progress:
        progress.stage("Reading", 3)
        progress.advance()
        progress.message("skipped \x1b[31m")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "skipped \\x1b[31m\n")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
class TestOnATerminal:
    CODE = (
        "from kg.cli.output import print_rows, print_text; from kg.cli import text;"
        "print_rows([{'id': 'a', 'title': 'x\\x1b[31m'}], ('id', 'title'), 'table');"
        "print_text(text.wrap(text.mark('a b c', (2, 3)), 80))"
    )

    def seen(self, code: str, **env: str) -> str:
        import pty

        keep = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
        outer, inner = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=inner, stderr=inner, env={**keep, "TERM": "xterm", **env}
        ) as process:
            os.close(inner)
            data = b""
            while chunk := self.read(outer):
                data += chunk
            assert process.wait(60) == 0, data
        os.close(outer)
        return data.decode()

    @staticmethod
    def read(file: int) -> bytes:
        try:
            return os.read(file, 65536)
        except OSError:  # how Linux says that the other side closed
            return b""

    def test_heads_are_bold_and_terms_underlined(self):
        assert self.seen(self.CODE) == ("\x1b[1mid  title\x1b[0m\r\na   x\\x1b[31m\r\na \x1b[1;4mb\x1b[0m c\r\n")

    @pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_no_escape_code_when_not_wanted(self, env):
        assert "\x1b" not in self.seen(self.CODE, **env)

    def test_a_bar_is_drawn_and_removed(self):
        code = (
            "from kg.cli.progress import draw_progress\n"
            "with draw_progress() as p: p.stage('Reading [x]', 3); p.advance(3); p.message('one [/b]')"
        )
        seen = self.seen(code)
        assert "Reading [x]" in seen
        assert "3/3" in seen
        assert "one [/b]" in seen


def test_a_full_disk_is_named():
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from kg.cli.output import write; write('x', flush=True)"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert "KgError: standard output: No space left on device" in done.stderr


def test_formats_are_the_documented_four():
    assert output.FORMATS == ("table", "json", "jsonl", "csv")
