from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agent_client.backend.domain.popover_variables import MOST, chosen, waited
from agent_client.protocol.contacts import Variable

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_label_and_order_are_the_administrators() -> None:
    wanted = [("case", "Case"), ("waited", "Has waited"), ("product", "Product")]
    values = {"product": "Kettle", "case": "C-17", "waited": "0:42", "secret": "x"}
    assert chosen(wanted, values) == (
        Variable("Case", "C-17"),
        Variable("Has waited", "0:42"),
        Variable("Product", "Kettle"),
    )


def test_what_has_no_value_takes_no_room() -> None:
    assert chosen([("a", "A"), ("b", "B"), ("c", "C")], {"a": "", "c": "3"}) == (Variable("C", "3"),)


def test_a_secure_one_is_never_shown_though_a_queue_lists_it() -> None:
    wanted = [("iban", "IBAN"), ("case", "Case")]
    assert chosen(wanted, {"iban": "NL91", "case": "C-17"}, {"iban"}) == (Variable("Case", "C-17"),)


def test_no_more_than_six() -> None:
    wanted = [(str(number), str(number)) for number in range(9)]
    shown = chosen(wanted, {str(number): "x" for number in range(9)})
    assert [one.label for one in shown] == ["0", "1", "2", "3", "4", "5"]
    assert len(shown) == MOST


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (42.9, "0:42"), (725, "12:05"), (-3, "0:00")])
def test_waited(seconds: float, text: str) -> None:
    assert waited(NOW - timedelta(seconds=seconds), NOW) == text
