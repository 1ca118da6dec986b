"""Customers are counted in what goes by, however it is cut."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agent_client.client.customer_exchange.counting import Counter


def counted(data, cuts, *, cards):
    counter = Counter(cards=cards)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    for start, end in pairwise(edges):
        counter.add(data[start:end])
    assert counter.size == len(data)
    return counter.customers


cuts = st.lists(st.integers(0, 400), max_size=6)


@given(notes=st.lists(st.text('a";\n\r ', max_size=6), max_size=8), cuts=cuts)
def test_lines_of_csv_without_those_within_quotes(notes, cuts):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["Name", "Note"])
    writer.writerows([("Jana", note) for note in notes])
    assert counted(file.getvalue().encode(), cuts, cards=False) == len(notes)


@given(count=st.integers(0, 9), cuts=cuts)
def test_cards(count, cuts):
    data = b"BEGIN:VCARD\r\nFN:Jana\r\nEND:VCARD\r\n" * count
    assert counted(data, cuts, cards=True) == count


def test_nothing_yet():
    assert Counter(cards=False).customers == 0
