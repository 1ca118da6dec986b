"""What the tables are made of: the naming of their constraints, and the kinds of their columns. Instants are whole
milliseconds since 1970 UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, CheckConstraint, Dialect, Integer, MetaData, String, Text
from sqlalchemy.types import TypeDecorator

from agent_client.protocol.time import from_millis, to_millis

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Sorting = String(250).with_variant(String(250, collation="C"), "postgresql")
"""Sorted alike by every database: by the code points of what `folding` made of a name."""
Id = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_millis(value)


class Json(TypeDecorator[Any]):
    """Structs are written as they travel; the reader says what they are (`msgspec.convert`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


def one_of(column: str, words: type[Any], *but: str) -> CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words if word.value not in ("unknown", *but))
    return CheckConstraint(f"{column} IN ({listed})", name=column)
