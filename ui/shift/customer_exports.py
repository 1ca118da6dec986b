"""A list of customers on its way into a file: as it comes, counted, whole or not at all (F1)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from agent_client.client.api import ServerTrouble
from agent_client.client.customer_exchange.counting import Counter
from agent_client.client.session import Session
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.names import CustomerList
from agent_client.protocol.refusals import Refusal
from ui.customers import words
from ui.customers.export_page import ExportForm
from ui.customers.window import CustomersWindow
from ui.panels.customer_form_words import list_word
from ui.text import tr
from ui.widgets.file_chooser import choose_to_write

from .to_files import to_file

_TASK = "export customers"


class ExportJoin:
    """``total`` says how many customers a list has, as far as that is known."""

    def __init__(
        self,
        window: CustomersWindow,
        session: Session,
        store: Store,
        tasks: TaskOwner,
        total: Callable[[CustomerList], int],
    ) -> None:
        self._window = window
        self._page = window.exporting
        self._session = session
        self._store = store
        self._tasks = tasks
        self._total = total
        self._page.file_wanted.connect(self._choose)
        self._page.cancelled.connect(lambda: tasks.cancel(_TASK))

    def leave(self) -> None:
        self._tasks.cancel(_TASK)

    def _choose(self, which: CustomerList, form: ExportForm) -> None:
        kinds = tr("vCards (*.vcf)") if form is ExportForm.VCARD else tr("CSV (*.csv)")
        name = f"{list_word(which)}.{form.ending}"

        def save(target: Path) -> None:
            self._tasks.start(self._save(which, form, target), _TASK, replacing=_TASK)

        choose_to_write(self._window, tr("Export customers"), name, kinds, save)

    async def _save(self, which: CustomerList, form: ExportForm, target: Path) -> None:
        counter = Counter(cards=form is ExportForm.VCARD)
        self._page.show_running(0, self._total(which))
        try:
            await to_file(self._counted(which, form, counter), target)
        except asyncio.CancelledError:
            self._page.show_cancelled()
            raise
        except (Refusal, ServerTrouble, OSError) as problem:
            self._page.show_failed(words.trouble(problem))
        else:
            self._page.show_saved(target.name, counter.customers)

    async def _counted(self, which: CustomerList, form: ExportForm, counter: Counter) -> AsyncIterator[bytes]:
        async for piece in self._session.api.export_customers(which, form.value):
            counter.add(piece)
            self._page.show_running(counter.customers, max(counter.customers, self._total(which)))
            yield piece
