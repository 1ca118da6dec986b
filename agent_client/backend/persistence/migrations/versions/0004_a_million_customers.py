"""A million customers: found by an index of words and of parts of numbers, listed by name in every alphabet's order."""

from __future__ import annotations

import logging
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)

AT_ONCE = 5_000
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

WORDS = (
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
    "INSERT INTO customer_words (rowid, search) SELECT id, search FROM customers WHERE merged_into_id IS NULL",
)
PARTS = (
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
    "INSERT INTO customer_parts (rowid, number) SELECT customer_id * 4 + position, number FROM customer_numbers",
)
ON_POSTGRES = (
    "CREATE FUNCTION customer_words(search text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT "
    "COST 10000 AS $$ BEGIN RETURN array_to_tsvector(array_remove(string_to_array(search, ' '), '')); END $$",
    "CREATE FUNCTION customer_number_parts(number text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT "
    "COST 10000 AS $$ BEGIN RETURN array(SELECT substr(number, place, 3) "
    "FROM generate_series(1, length(number) - 2) AS place); END $$",
    "CREATE INDEX ix_customers_words ON customers USING gin (customer_words(search))",
    "CREATE INDEX ix_customer_numbers_parts ON customer_numbers USING gin (customer_number_parts(number))",
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    kind = sa.String(length=250) if sqlite else sa.String(length=250, collation="C")
    with op.batch_alter_table("customers") as batch:
        batch.drop_index(op.f("ix_customers_owner_id_name_id"))
        batch.add_column(sa.Column("sorting", kind, nullable=True))
    _sort()
    with op.batch_alter_table("customers", recreate="always" if sqlite else "never") as batch:
        batch.alter_column("sorting", existing_type=kind, nullable=False)
    op.create_index(
        op.f("ix_customers_owner_id_merged_into_id_sorting_id"),
        "customers",
        ["owner_id", "merged_into_id", "sorting", "id"],
    )
    op.create_index(op.f("ix_merges_kept_id"), "merges", ["kept_id"])
    op.create_index(op.f("ix_customers_company_id"), "customers", ["company_id"])
    if not sqlite:
        _execute(ON_POSTGRES)
    elif op.get_bind().exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").first() is None:
        log.warning("this SQLite has no FTS5: customers are read through one by one when somebody looks for one")
    else:
        _execute(WORDS + PARTS)


def _execute(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def _sort() -> None:
    conn, last = op.get_bind(), 0
    read = sa.text("SELECT id, name, company FROM customers WHERE id > :last ORDER BY id LIMIT :most")
    write = sa.text("UPDATE customers SET sorting = :sorting WHERE id = :id")
    while rows := conn.execute(read, {"last": last, "most": AT_ONCE}).all():
        conn.execute(write, [{"id": row.id, "sorting": _sorting(row.name, row.company)} for row in rows])
        last = rows[-1].id


def _sorting(name: str, company: str) -> str:
    first, then = (_folded(text) for text in (name, company))
    return "\t".join(part for part in (first, then) if part)[:250] or "\uffff"


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character)).translate(LETTERS)
    return " ".join("".join(character if character.isalnum() else " " for character in bare).split())
