"""The pages of cards in use (F4) and of the log of what supervisors did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from agent_client.client.store.state import Link, State
from agent_client.protocol.names import Intervention
from agent_client.protocol.supervising import CardInUse, LogLine
from agent_client.protocol.time import seconds_between
from ui.text import day_and_time, marked, tr, trn
from ui.widgets.times import duration

from . import facts, target, words
from .aside import Aside
from .grid import Cell, Grid, SortingColumns
from .list_page import RowsPage
from .text_rows import TextRows

_CARDS = (marked("Customer"), marked("Company"), marked("Agent"), marked("Seat"), marked("Since"))
_LOG = (marked("When"), marked("By"), marked("What"), marked("Whom"), marked("Seat"), marked("Reason"))


class CardsPage(RowsPage):
    """``act_wanted`` carries a `target.Target`."""

    act_wanted = Signal(object)

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._state = State()
        self._now: datetime | None = None
        rows: TextRows[CardInUse] = TextRows([tr(one) for one in _CARDS], lambda card: card.customer.id, self._cell)
        table = Grid(rows, SortingColumns((26, 24, 22, 16, 12), right=(4,), sorts=False), tr("Cards in use"))
        super().__init__(rows, table, "lock")
        self.chosen_changed.connect(self.show_aside)

    def show_state(self, state: State) -> None:
        self._state = state

    def show_cards(self, cards: Sequence[CardInUse]) -> None:
        self.rows.show_rows(cards)
        self.arrived()
        if self.isVisible():
            self.show_aside()

    def nothing(self) -> tuple[str, str]:
        return tr("No card is in use"), tr("Whoever edits a customer's card stands here meanwhile.")

    def counted(self) -> str:
        return trn("{n} card", "{n} cards", self.rows.rowCount())

    def act(self, kind: Intervention) -> None:
        card = self.rows.at(self.table.row())
        if card is not None and kind in (Intervention.UNLOCK_CUSTOMER, Intervention.UNLOCK_ACCOUNT):
            self.act_wanted.emit(target.of_card(card))

    def show_aside(self) -> None:
        card = self.rows.at(self.table.row())
        if card is None:
            self._aside.show_nothing("lock", tr("No card chosen"), tr("Choose one to see who works on it."))
            return
        self._aside.show_facts(card.customer.name or card.customer.company, "", facts.of_card(card))
        offline = "" if self._state.link is Link.UP else tr("No link to the server")
        self._aside.offer({Intervention.UNLOCK_CUSTOMER: offline})

    def tick(self, now: datetime) -> None:
        self._now = now
        self.table.repaint_column(len(_CARDS) - 1)

    def _cell(self, card: CardInUse, column: int) -> Cell:
        match column:
            case 0:
                return Cell(card.customer.name, "text", strong=True)
            case 1:
                return Cell(card.customer.company)
            case 2:
                return Cell(card.agent.name)
            case 3:
                return Cell(card.seat)
            case _:
                return Cell("" if self._now is None else duration(seconds_between(card.since, self._now)), right=True)


class LogPage(RowsPage):
    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._now: datetime | None = None
        rows: TextRows[LogLine] = TextRows([tr(one) for one in _LOG], lambda line: line.id, self._cell)
        table = Grid(rows, SortingColumns((17, 15, 24, 22, 11, 28), sorts=False), tr("Log"), {760: [4], 560: [1]})
        super().__init__(rows, table, "history")
        self.chosen_changed.connect(self.show_aside)

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        self.rows.show_rows(lines)
        self.arrived()
        if self.isVisible():
            self.show_aside()

    def nothing(self) -> tuple[str, str]:
        return tr("Nobody has intervened yet"), tr(
            "Who signs somebody out, or unlocks something, stands here with their reason."
        )

    def counted(self) -> str:
        return trn("{n} line", "{n} lines", self.rows.rowCount())

    def show_aside(self) -> None:
        line = self.rows.at(self.table.row())
        if line is None:
            self._aside.show_nothing("history", tr("No line chosen"))
            return
        self._aside.show_facts(words.kind(line), "", facts.of_line(line))
        self._aside.offer({})

    def tick(self, now: datetime) -> None:
        self._now = now

    def _cell(self, line: LogLine, column: int) -> Cell:
        match column:
            case 0:
                return Cell(day_and_time(line.at, self._now))
            case 1:
                return Cell(line.by.name)
            case 2:
                return Cell(words.kind(line), "text", strong=True)
            case 3:
                return Cell(words.whom(line), "text")
            case 4:
                return Cell(line.seat)
            case _:
                return Cell(line.reason)
