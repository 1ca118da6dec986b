"""What finds one of a million customers by the beginnings of words and by a part of a number, on either database.

On SQLite two FTS5 tables that triggers keep in step: words, and every three digits of a number that follow each other. On
PostgreSQL GIN indexes over the same. A revision that makes
``customers`` or ``customer_numbers`` anew on SQLite makes the triggers anew as well.
"""

from __future__ import annotations

from sqlalchemy import Connection, Index, Table, event, text

PART = 3
"""Digits that are looked for together."""

ON_SQLITE = (
    "CREATE VIRTUAL TABLE customer_words USING fts5"
    "(search, content='', columnsize=0, detail=none, prefix='1 2 3', tokenize='ascii')",
    "CREATE TRIGGER customer_words_added AFTER INSERT ON customers WHEN new.merged_into_id IS NULL BEGIN "
    "INSERT INTO customer_words (rowid, search) VALUES (new.id, new.search); END",
    "CREATE TRIGGER customer_words_removed AFTER DELETE ON customers WHEN old.merged_into_id IS NULL BEGIN "
    "INSERT INTO customer_words (customer_words, rowid, search) VALUES ('delete', old.id, old.search); END",
    "CREATE TRIGGER customer_words_changed AFTER UPDATE OF search, merged_into_id ON customers "
    "WHEN old.search <> new.search OR old.merged_into_id IS NOT new.merged_into_id BEGIN "
    "INSERT INTO customer_words (customer_words, rowid, search) "
    "SELECT 'delete', old.id, old.search WHERE old.merged_into_id IS NULL; "
    "INSERT INTO customer_words (rowid, search) SELECT new.id, new.search WHERE new.merged_into_id IS NULL; END",
    "CREATE VIRTUAL TABLE customer_parts USING fts5(number, content='', columnsize=0, detail=none, tokenize='trigram')",
    "CREATE TRIGGER customer_parts_added AFTER INSERT ON customer_numbers BEGIN "
    "INSERT INTO customer_parts (rowid, number) VALUES (new.customer_id * 4 + new.position, new.number); END",
    "CREATE TRIGGER customer_parts_removed AFTER DELETE ON customer_numbers BEGIN "
    "INSERT INTO customer_parts (customer_parts, rowid, number) "
    "VALUES ('delete', old.customer_id * 4 + old.position, old.number); END",
    "CREATE TRIGGER customer_parts_changed AFTER UPDATE ON customer_numbers BEGIN "
    "INSERT INTO customer_parts (customer_parts, rowid, number) "
    "VALUES ('delete', old.customer_id * 4 + old.position, old.number); "
    "INSERT INTO customer_parts (rowid, number) VALUES (new.customer_id * 4 + new.position, new.number); END",
)
"""A number's row in ``customer_parts`` is four times its customer's, and its position, of which there are three."""

WORDS = "customer_words(search)"
PARTS = "customer_number_parts(number)"
FUNCTIONS = (
    "CREATE FUNCTION customer_words(search text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
    "COST 10000 AS $$ BEGIN RETURN array_to_tsvector(array_remove(string_to_array(search, ' '), '')); END $$",
    "CREATE FUNCTION customer_number_parts(number text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT "
    "COST 10000 AS $$ BEGIN RETURN array(SELECT substr(number, place, 3) "
    "FROM generate_series(1, length(number) - 2) AS place); END $$",
)
"""Words as they are: PostgreSQL's own parser would take some of them apart. With what they are said to cost, no plan calls
them for every customer there is, however few it believes to match; nor does it call for workers to help."""


def attach(customers: Table, customer_numbers: Table) -> None:
    """To be made with the tables."""
    event.listen(customers, "before_create", _functions)
    event.listen(customers, "after_create", _words_of)
    event.listen(customer_numbers, "after_create", _parts_of)
    for name, table, expression in (
        ("ix_customers_words", customers, WORDS),
        ("ix_customer_numbers_parts", customer_numbers, PARTS),
    ):
        Index(name, text(expression), postgresql_using="gin", _table=table).ddl_if(dialect="postgresql")


def _words_of(_table: Table, conn: Connection, **_: object) -> None:
    _execute(conn, ON_SQLITE[:4])


def _parts_of(_table: Table, conn: Connection, **_: object) -> None:
    _execute(conn, ON_SQLITE[4:])


def _execute(conn: Connection, statements: tuple[str, ...]) -> None:
    if conn.dialect.name == "sqlite" and has_fts(conn):
        for statement in statements:
            conn.exec_driver_sql(statement)


def _functions(_table: Table, conn: Connection, **_: object) -> None:
    if conn.dialect.name == "postgresql":
        for statement in FUNCTIONS:
            conn.exec_driver_sql(statement)


def has_fts(conn: Connection) -> bool:
    """Whether this SQLite was built with FTS5."""
    return conn.exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").first() is not None


def is_there(conn: Connection) -> bool:
    """Whether customers can be found by an index. On a SQLite without FTS5 they are read through one by one."""
    if conn.dialect.name != "sqlite":
        return True
    return conn.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'customer_parts'").first() is not None
