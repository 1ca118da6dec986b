"""Statements that are asked with every call: built and compiled once, and on SQLite run without SQLAlchemy's looking at them
anew each time, which costs several times what the database takes to answer. PostgreSQL is asked in the ordinary way: its
answers come over a network, and the care for connections that break is worth its price there.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningDelete, ReturningInsert, ReturningUpdate
from sqlalchemy.types import NullType, TypeEngine

Statement = Select[Any] | Insert | Update | Delete | ReturningInsert[Any] | ReturningUpdate[Any] | ReturningDelete[Any]
_Process = Callable[[Any], Any]
_RUN_BY_HAND = "sqlite"


class Prepared:
    """Rows are tuples with names. Parameters are given by their names; to an INSERT or UPDATE also what it writes."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def rows(self, conn: Connection, /, **given: Any) -> Sequence[Any]:
        if conn.dialect.name != _RUN_BY_HAND:
            return conn.execute(self.statement, given).all()
        compiled = self._for(conn.dialect, given)
        return compiled.rows(_run(conn, compiled.sql, compiled.parameters(given)).fetchall())

    def first(self, conn: Connection, /, **given: Any) -> Any:
        """None: there is none."""
        found = self.rows(conn, **given)
        return found[0] if found else None

    def value(self, conn: Connection, /, **given: Any) -> Any:
        """The first column of the first row; None: there is none."""
        found = self.rows(conn, **given)
        return found[0][0] if found else None

    def values(self, conn: Connection, /, **given: Any) -> list[Any]:
        """The first column of each row."""
        return [row[0] for row in self.rows(conn, **given)]

    def run(self, conn: Connection, /, **given: Any) -> int:
        """Of what answers with no rows: how many it changed."""
        if conn.dialect.name != _RUN_BY_HAND:
            return conn.execute(self.statement, given).rowcount
        compiled = self._for(conn.dialect, given)
        changed: int = _run(conn, compiled.sql, compiled.parameters(given)).rowcount
        return changed

    def run_each(self, conn: Connection, given: Sequence[dict[str, Any]]) -> None:
        """The same for each, all with the same names."""
        if conn.dialect.name != _RUN_BY_HAND:
            conn.execute(self.statement, given)
            return
        compiled = self._for(conn.dialect, given[0])
        _run(conn, compiled.sql, [compiled.parameters(one) for one in given], many=True)

    def _for(self, dialect: Dialect, given: Iterable[str]) -> _Compiled:
        names = () if isinstance(self.statement, Select) else tuple(given)
        found = self._compiled.get(names)
        if found is None:
            found = self._compiled[names] = _Compiled(self.statement, dialect, names)
        return found


class _Compiled:
    """For one set of columns that are written."""

    def __init__(self, statement: Statement, dialect: Dialect, names: Sequence[str]) -> None:
        made = statement.compile(dialect=dialect, column_keys=list(names))
        assert isinstance(made, SQLCompiler)
        assert not made.prefetch, "columns with defaults are written in the ordinary way"
        assert not made.post_compile_params, "values of an IN are given one by one, as literals"
        self.sql = str(made)
        self._parameters = [_parameter(made, name, dialect) for name in made.positiontup or ()]
        columns = list(statement.exported_columns)
        kind: Any = namedtuple("Row", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]
        self._named: Callable[[Iterable[Any]], Any] = kind._make
        self._reading = [
            (place, process)
            for place, column in enumerate(columns)
            if (process := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    def parameters(self, given: dict[str, Any]) -> list[Any]:
        return [
            constant if name is None else given[name] if process is None else process(given[name])
            for name, process, constant in self._parameters
        ]

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        if not self._reading:
            return [self._named(one) for one in found]
        read: list[Any] = []
        for one in found:
            values = list(one)
            for place, process in self._reading:
                value = values[place]
                if value is not None:  # which every kind of column leaves as it is
                    values[place] = process(value)
            read.append(self._named(values))
        return read


def _parameter(made: SQLCompiler, name: str, dialect: Dialect) -> tuple[str | None, _Process | None, Any]:
    """Its name and how what is given is bound; or, without a name, a constant."""
    bound = made.binds[name]
    kind: TypeEngine[Any] = bound.type
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if bound.required:
        assert not isinstance(kind, NullType), (
            f"nothing says what {name} is: compare a column with it, not it with a column"
        )
        return name, process, None
    return None, None, bound.effective_value if process is None else process(bound.effective_value)


def _run(conn: Connection, sql: str, parameters: list[Any], *, many: bool = False) -> Any:
    """The driver's own cursor. Its errors come as SQLAlchemy tells of them."""
    if not conn.in_transaction():
        conn.begin()
    cursor = conn.connection.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(sql, parameters)
    except Exception as error:
        _failed(conn.dialect, sql, error)
    return cursor


def _failed(dialect: Dialect, sql: str, error: Exception) -> NoReturn:
    """Without the parameters, which may be anybody's."""
    raise DBAPIError.instance(sql, None, error, dialect.loaded_dbapi.Error, dialect=dialect) from error
