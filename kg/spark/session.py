"""Spark itself: a session is started, and whatever fails is said in one line."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core.errors import KgError, MissingExtra

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

BATCH = 1000
"""Papers that a function of workers.py gets at once."""
_JAVA = 17
_ANSWER_WITHIN = 10.0
_MASTERS = re.compile(r"local(\[(?P<cores>\d+|\*)\])?|spark://(?P<hosts>[\w.,:\[\]-]+)|yarn|k8s://\S+")
_LOGGING = """\
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {file}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d %p %c: %m%n%ex
"""


def insist(master: str) -> None:
    """Raise KgError, in one line, where this master of Spark cannot be used: pyspark or Java is missing or too old, it
    is no master, or none that answers. This comes before whatever imports pyspark or pyarrow."""
    found = _MASTERS.fullmatch(master)
    if not found:
        raise KgError(f"--engine {master}: no master of Spark; write local[2], spark://HOST:7077, yarn or k8s://...")
    _insist_on_pyspark()
    _insist_on_java()
    for host in found["hosts"].split(",") if found["hosts"] else ():
        _insist_on_an_answer(host)
    if master == "yarn" and not (os.environ.get("HADOOP_CONF_DIR") or os.environ.get("YARN_CONF_DIR")):
        raise KgError("--engine yarn: HADOOP_CONF_DIR names no folder with the configuration of the cluster")


def address_of(folder: Path) -> str:
    """How Spark is told of a folder that all machines see under this path. A path alone would be one in the file system
    of the cluster, as on YARN HDFS."""
    return f"file:///{folder.as_posix().lstrip('/')}"


def exactly(address: str) -> str:
    """An address as Spark's readers take it for a name, where they would see a pattern. Its writers see none."""
    return re.sub(r"[][{}*?\\]", r"\\\g<0>", address)


@contextmanager
def spark(master: str, folder: Path, log: Path) -> Iterator[SparkSession]:
    """A session on this master, stopped when the block ends. folder: for what Spark writes. log: takes all it says.

    Raises KgError for whatever fails, in Spark and within the block.
    """
    with failures_told(log):
        session = _started(master, folder, log)
    try:
        with failures_told(log):
            yield session
    finally:
        with _errors_to(log):
            session.stop()


def _insist_on_pyspark() -> None:
    try:
        import pandas  # noqa: F401 (mapInArrow asks for it)
        import pyarrow  # noqa: F401
        import pyspark
    except ImportError as error:
        raise MissingExtra("spark", "a build on a cluster takes pyspark") from error
    if int(pyspark.__version__.partition(".")[0]) < 4:
        raise KgError(f"pyspark is {pyspark.__version__}, needed is 4: pip install 'papermesh[spark]'")


def _insist_on_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home, "bin", "java")) if home else "java")
    if java is None:
        where = f"none in JAVA_HOME={home}" if home else "no command java"
        raise KgError(f"Spark needs Java {_JAVA}, and there is {where}; install a JDK, or set JAVA_HOME")
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KgError(f"Spark needs Java {_JAVA}, and {java} does not run: {error}") from error
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    if version and int(version[1]) < _JAVA:
        raise KgError(f"Spark needs Java {_JAVA}, and {java} is Java {version[1]}; set JAVA_HOME to another")


def _insist_on_an_answer(address: str) -> None:
    """Spark itself would try for a minute."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _ANSWER_WITHIN).close()
    except (OSError, ValueError) as error:
        raise KgError(f"no Spark master answers at {address}: {error}") from None


def _started(master: str, folder: Path, log: Path) -> SparkSession:
    import pyarrow
    from pyspark.sql import SparkSession

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # its own keeps what is freed
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # it only asks for it
    python = os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", python)
    logging = folder / "log4j2.properties"
    logging.write_text(_LOGGING.format(file=log), encoding="utf-8")
    builder: Any = SparkSession.builder
    for name, value in _settings(folder, logging).items():
        builder = builder.config(name, value)
    with _errors_to(log):
        return builder.master(master).appName("papermesh").getOrCreate()


def _settings(folder: Path, logging: Path) -> dict[str, str]:
    """What papermesh asks of Spark. A file is a partition and keeps its order; shuffles keep the number of partitions
    that they are given. Memory and cores are those of spark-defaults.conf, or of SPARK_CONF_DIR."""
    settings = {
        "spark.sql.files.maxPartitionBytes": str(1 << 40),
        "spark.sql.files.openCostInBytes": str(1 << 40),
        "spark.sql.files.ignoreCorruptFiles": "false",
        "spark.sql.adaptive.coalescePartitions.enabled": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging.as_uri()}",
        "spark.sql.execution.pyspark.udf.simplifiedTraceback.enabled": "true",
        "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
    }
    if "SPARK_LOCAL_DIRS" not in os.environ:
        settings["spark.local.dir"] = str(folder / "scratch")
    return settings


@contextmanager
def _errors_to(log: Path) -> Iterator[None]:
    """What processes that start meanwhile write to standard error goes to the log: the JVM has much to say."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with log.open("ab") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def failures_told(log: Path) -> Iterator[None]:
    """Raise KgError, one line, for whatever Spark raises within the block."""
    from py4j.protocol import Py4JError, Py4JNetworkError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, Py4JNetworkError, ConnectionError) as error:
        raise KgError(f"Spark failed: {plainly(str(error))}; all that it said is in {log}") from error


_PYTHON = "a Python worker ran out of memory; use more partitions or fewer cores an executor"
_REMEDIES = {
    "OutOfMemoryError": "Java ran out of memory; give it more (spark.executor.memory, spark.driver.memory)",
    "MemoryError": _PYTHON,
    "failed to map segment": _PYTHON,
    "exited unexpectedly": "a Python worker was ended, perhaps for lack of memory; more partitions need less",
    "ExecutorLostFailure": "an executor was lost and its work failed too often, perhaps for lack of memory",
    "unresponsive": "the master does not answer any more",
    "Connection refused": "the JVM of Spark has ended, perhaps for lack of memory",
    "No space left": "the disk is full",
}


def plainly(text: str) -> str:
    """What of a failure of Spark people can use, in a line."""
    for sign, remedy in _REMEDIES.items():
        if sign in text:
            return remedy
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith(("\t", " "))]
    own = [line for line in lines if re.match(r"[\w.]*(?:Error|Exception)\b", line)]
    return (own or lines or ["it does not say why"])[-1].removeprefix("Caused by: ")[:300]
