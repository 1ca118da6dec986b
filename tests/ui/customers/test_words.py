"""What is wrong with a line, and why an import does not go on, in sentences."""

from __future__ import annotations

import errno

import pytest

from agent_client.client.api import Unreachable
from agent_client.client.customer_exchange.importing import Imported
from agent_client.client.customer_files.encodings import Encoding
from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.reading import NoRows, Unreadable
from agent_client.client.customer_files.records import FaultKind
from agent_client.client.customer_files.rows import Fault
from agent_client.protocol.refusals import Forbidden
from ui.customers import words


@pytest.mark.parametrize("kind", list(FaultKind))
def test_every_fault_has_its_words(kind: FaultKind) -> None:
    assert words.fault(Fault(3, kind, Column.NAME, "2/5"))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(1, FaultKind.FEW_COLUMNS, None, "2/5"), "Too few columns: 2 of 5"),
        (Fault(1, FaultKind.NUMBER, Column.NUMBER, "12"), "“12” is no number that can be called"),
        (Fault(1, FaultKind.TOO_LONG, Column.NOTE, "x"), "Remark is too long: at most 2,000 characters"),
        (Fault(1, FaultKind.QUOTE, None, '"a'), 'A quotation mark is never closed: "a'),
        (Fault(1, FaultKind.UNFINISHED), "The card has no end"),
    ],
)
def test_what_is_wrong(fault: Fault, said: str) -> None:
    assert words.fault(fault) == said


@pytest.mark.parametrize("value", [*Encoding])
def test_encodings_and_columns_have_names(value: Encoding) -> None:
    assert words.encoding(value)
    assert all(words.column(column) for column in Column)
    assert all(words.separator(separator) for separator in words.SEPARATORS)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (None, ""),
        (Forbidden(), "Your role does not allow this: ask your supervisor."),
        (Unreachable("timeout"), "The server did not answer in time: check this computer's network, then try again."),
        (Unreadable(NoRows.EMPTY), "There is nothing in this file: choose another one."),
        (OSError(errno.ENOSPC, "no"), "There is no room on the disk: make some, or choose another place."),
        (PermissionError(), "You may not use this file or folder: choose another one."),
        (FileNotFoundError(), "The file is not there any more: choose another one."),
        (OSError(), "The file cannot be used: choose another one."),
    ],
)
def test_why_it_does_not_go_on(problem: Exception | None, said: str) -> None:
    assert words.trouble(problem) == said


def test_what_became_of_the_rows() -> None:
    assert words.done(Imported()) == "0 new · 0 changed"
    whole = Imported(added=1204, changed=31, left_out=2, bad_rows=1)
    assert words.done(whole) == "1,204 new · 31 changed · 2 there already · 1 line not imported"
