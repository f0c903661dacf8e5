"""What is missing or wrong is said in one line, before anything is done."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from process_fixture import one_line, run
from seed_fixture import SEEDS

from kg.core.errors import KgError

HIDDEN = "import sys; sys.modules['{}'] = None; from kg.cli import main; main()"
ASKED = ("build", str(SEEDS), "--fast", "--engine")


def test_a_local_build_needs_nothing_of_spark(tmp_path):
    code = "import sys; sys.modules.update(pyspark=None, py4j=None); import kg; kg.build(*sys.argv[1:])"
    subprocess.run([sys.executable, "-c", code, SEEDS, tmp_path / "store"], check=True, timeout=300)


@pytest.mark.parametrize("package", ["pyspark", "pyarrow"])
def test_without_the_extra_the_line_says_how_to_install_it(package, tmp_path):
    command = [sys.executable, "-c", HIDDEN.format(package), *ASKED, "local[2]", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "pip install 'papermesh[spark]'" in one_line(done)


def test_engine_and_out_go_together(tmp_path):
    for options in (("--engine", "local[2]"), ("--out", tmp_path), ("--partitions", "3"), ("--exact", "3")):
        done = run("build", SEEDS, *options)
        assert done.returncode == 2
        assert "go together" in done.stderr


@pytest.mark.parametrize("engine", ["local[2]x", "http://127.0.0.1:7077", "spark://", "mesos://a:1"])
def test_what_is_no_master_is_named(engine, tmp_path):
    assert one_line(run(*ASKED, engine, "--out", tmp_path / "out")).startswith(f"--engine {engine}: ")


class TestWithSpark:
    @pytest.fixture(autouse=True)
    def spark(self) -> None:
        pytest.importorskip("pyspark", reason="they need Spark (extra spark, group ci; Java 17)")

    def test_standard_input_is_refused(self, tmp_path):
        done = run("build", "-", "--engine", "local[2]", "--out", tmp_path / "out", input="We weave.")
        assert "standard input" in one_line(done)

    def test_without_java_the_line_says_so(self, tmp_path):
        done = run(*ASKED, "local[2]", "--out", tmp_path / "out", env={"JAVA_HOME": str(tmp_path)})
        assert "Java 17" in one_line(done)

    def test_an_old_java_is_named(self, tmp_path):
        java = tmp_path / "bin" / "java"
        java.parent.mkdir()
        java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_392\"' >&2\n")
        java.chmod(0o755)
        done = run(*ASKED, "local[2]", "--out", tmp_path / "out", env={"JAVA_HOME": str(tmp_path)})
        assert "is Java 8" in one_line(done)

    def test_a_master_that_does_not_answer_is_named(self, tmp_path):
        done = run(*ASKED, "spark://127.0.0.1:9", "--out", tmp_path / "out")
        assert "no Spark master answers at 127.0.0.1:9" in one_line(done)

    def test_yarn_without_its_configuration(self, tmp_path):
        done = run(*ASKED, "yarn", "--out", tmp_path / "out", env={"HADOOP_CONF_DIR": "", "YARN_CONF_DIR": ""})
        assert "HADOOP_CONF_DIR" in one_line(done)

    def test_a_folder_that_is_none(self, tmp_path):
        (tmp_path / "out").write_text("")
        assert str(tmp_path / "out") in one_line(run(*ASKED, "local[2]", "--out", tmp_path / "out"))

    def test_of_two_builds_in_one_folder_the_second_is_refused(self, tmp_path):
        from kg.store.lock import BuildLock

        first = BuildLock(tmp_path / "out", "folder")
        (tmp_path / "out" / "spark.log").write_text("of the first")
        told = one_line(run(*ASKED, "local[2]", "--out", tmp_path / "out"))
        assert told == f"{tmp_path / 'out'}: another kg build is at work in this folder"
        assert (tmp_path / "out" / "spark.log").read_text() == "of the first"
        first.release()

    def test_a_damaged_file_of_a_table_is_named(self, tmp_path):
        import pyarrow as pa
        import pyarrow.parquet as pq

        from kg.spark.tables import rows

        file = tmp_path / "part.parquet"
        pq.write_table(pa.table({"number": range(9), "text": ["We weave."] * 9}), file, compression="zstd")
        content = file.read_bytes()
        file.write_bytes(content[:4] + bytes(len(content) // 4) + content[4 + len(content) // 4 :])
        with pytest.raises(KgError, match=f"{file}: damaged"):
            list(rows(tmp_path, ["text"], "number"))

    def test_a_checkpoint_that_calls_something_is_refused(self, tmp_path):
        from kg.spark import checkpoints

        class Hostile:
            def __reduce__(self):
                return Path.touch, (tmp_path / "touched",)

        for content in (Hostile(), (print, "x")):
            (tmp_path / "tables.pickle").write_bytes(pickle.dumps(content))
            with pytest.raises(KgError, match="damaged"):
                checkpoints.get(tmp_path)
        assert not (tmp_path / "touched").exists()
