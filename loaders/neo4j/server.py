"""A Neo4j server: its address, the way to talk to it, and one clear line for each way in which that can fail."""

from __future__ import annotations

import logging
import os
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from kg.core.errors import StoreError

T = TypeVar("T")

OLDEST = 5
"""The first major version whose Cypher ours is."""

_AWAY = (ServiceUnavailable, SessionExpired)
_MISSING_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
_EXPIRED = "Neo.ClientError.Security.CredentialsExpired"
_FORBIDDEN = "Neo.ClientError.Security.Forbidden"
_READ_ONLY = "ReadOnly"

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it would say on stderr, the errors say


class OutOfMemory(Exception):
    """The server had no memory left for a transaction. Not tried again as it is."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a graph is, and who asks.

    database: "" means the user's own. corpus: which of the graphs in it. retry_seconds: how long a transaction is tried
    again while the server is away. Raises StoreError for what cannot name a corpus.
    """

    uri: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = ""
    corpus: str = "papermesh"
    retry_seconds: float = 30.0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\w.-]{1,64}", self.corpus):
            raise StoreError(f"{self.corpus!r} cannot name a corpus: up to 64 letters, digits, '-', '_' and '.'")

    @classmethod
    def of(cls, uri: str, *, user: str = "", password: str = "", database: str = "", corpus: str = "") -> Server:
        """The server with this address; what is not given comes from NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE and
        KG_CORPUS.

        Raises StoreError when the address holds a password: it would be shown.
        """
        if "@" in uri:
            raise StoreError(
                f"{without_password(uri)}: leave user and password out of the address, set NEO4J_USERNAME and "
                "NEO4J_PASSWORD"
            )
        environment = os.environ.get
        return cls(
            uri,
            user or environment("NEO4J_USERNAME") or "neo4j",
            password or environment("NEO4J_PASSWORD") or "",
            database or environment("NEO4J_DATABASE") or "",
            corpus or environment("KG_CORPUS") or "papermesh",
        )

    @property
    def prefix(self) -> str:
        """What stands before an id in the key of a node."""
        return f"{self.corpus}/"


def without_password(uri: str) -> str:
    """The address as it may be shown."""
    return re.sub(r"(?<=://).*@", "", uri)


class Connection:
    """An open driver on one database. Use as a context manager.

    Raises StoreError, one line each, for every way in which a server fails.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        with plain_errors(server):
            self._driver = neo4j.GraphDatabase.driver(
                server.uri,
                auth=(server.user, server.password) if server.password else None,
                user_agent="papermesh",
                connection_timeout=10,
                max_transaction_retry_time=server.retry_seconds,
            )
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()  # each session sees what the others wrote
        try:
            with plain_errors(server):
                agent = self._driver.get_server_info().agent
            _check_version(server, agent)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._driver.close()

    def session(self, access: str, **more: Any) -> neo4j.Session:
        """A session on the database that sees what all others of this connection wrote. access: of neo4j.*_ACCESS."""
        return self._driver.session(
            database=self.server.database or None,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
            **more,
        )

    def read(self, make: Callable[[Iterator[Any]], T], statement: str, **parameters: object) -> T:
        """Run a query, and return what `make` makes of its records; tried again when the server was away."""

        def work(transaction: neo4j.ManagedTransaction) -> T:
            return make(iter(transaction.run(statement, parameters)))  # type: ignore[arg-type]

        with plain_errors(self.server), self.session(neo4j.READ_ACCESS, notifications_min_severity="OFF") as session:
            return _surely(session.execute_read, work)

    def write(self, statement: str, **parameters: object) -> int:
        """Run in a transaction of its own, tried again when the server was away; the one number that it returns.

        The statement must be one that may run twice: a connection that breaks while a commit is under way does not say
        whether it took place.

        The cause of the StoreError is OutOfMemory where the transaction was too large.
        """

        def work(transaction: neo4j.ManagedTransaction) -> int:
            with _memory_errors():  # in here the driver does not try again
                record = transaction.run(statement, parameters).single()  # type: ignore[arg-type]
            return record[0] if record else 0

        session = self.session(neo4j.WRITE_ACCESS, notifications_min_severity="OFF")
        with plain_errors(self.server), _memory_errors(), session:
            return _surely(session.execute_write, work)


def _surely(execute: Callable[[Callable[[neo4j.ManagedTransaction], T]], T], work: Callable[..., T]) -> T:
    """Run a transaction, and once more where the connection broke during its commit, which the driver leaves to us."""
    try:
        return execute(work)
    except IncompleteCommit:
        return execute(work)


@contextmanager
def _memory_errors() -> Iterator[None]:
    try:
        yield
    except Neo4jError as error:
        if "OutOfMemory" in (error.code or ""):
            raise OutOfMemory from error
        raise


@contextmanager
def plain_errors(server: Server) -> Iterator[None]:
    """Turn what the driver raises into a StoreError of one line."""
    try:
        yield
    except OutOfMemory as error:
        raise StoreError(f"{_where(server)}: the server ran out of memory: {_line(error.__cause__)}") from error
    except (DriverError, Neo4jError, OSError, ValueError) as error:
        raise StoreError(f"{_where(server)}: {describe(error, server)}") from error


def describe(error: BaseException, server: Server) -> str:
    """What went wrong, and what to do about it."""
    code = getattr(error, "code", None) or ""
    if code == _EXPIRED:
        return "the first password has to be changed, in Neo4j Browser or with: ALTER CURRENT USER SET PASSWORD"
    if "RateLimit" in code:
        return "too many wrong passwords; wait a few seconds"
    if isinstance(error, AuthError):
        if not server.password:
            return "it asks for a password: set NEO4J_USERNAME and NEO4J_PASSWORD"
        return f"wrong password for user {server.user!r}, or no such user"
    if code == _MISSING_DATABASE:
        return f"there is no database {server.database or 'of this name'!r}"
    if _READ_ONLY in code:
        return "the database may only be read"
    if code == _FORBIDDEN:
        return f"user {server.user!r} may not write there: {_line(error)}"
    if isinstance(error, _AWAY):
        return _away(error)
    if isinstance(error, ConfigurationError | ValueError) and not isinstance(error, ClientError):
        return f"cannot connect: {_line(error)}"
    return _line(error)


def _away(error: BaseException) -> str:
    """Why there is no connection, as far as a cause says it."""
    reason = ""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted ({cause.verify_message}); +ssc instead of +s takes any certificate"
        if isinstance(cause, ssl.SSLError):
            return "it does not answer encrypted: leave +s or +ssc out, or set server.bolt.tls_level there"
        if isinstance(cause, OSError) and cause.strerror:
            reason = reason or cause.strerror
    return f"no server answers, or the connection broke ({reason or _line(error)})"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything behind it."""
    while error:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                yield from _causes(each)
        error = error.__cause__ or error.__context__


def _where(server: Server) -> str:
    return f"{server.uri} ({server.database})" if server.database else server.uri


def _line(error: object) -> str:
    """The driver's own words: the first line, without the tail that says where in the query."""
    text = getattr(error, "message", None) or str(error)
    line = next((each for each in str(text).splitlines() if each.strip()), type(error).__name__)
    return line.strip()[:300]


def _check_version(server: Server, agent: str) -> None:
    found = re.match(r"Neo4j/(\d+)\.", agent)
    if not found or int(found[1]) < OLDEST:
        raise StoreError(f"{_where(server)}: Neo4j {OLDEST} or newer is needed, this is {agent}")
