"""The window of customers in its states: lists, a card beside them, duplicates, an import from its preview to its end, export."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

NAMES = (
    ("Anneke de Boer", "Boer & Zn.", "+31206241180", "Amsterdam", "1012 LG"),
    ("", "Bakkerij Van Dam", "+31206241181", "Utrecht", "3511 AA"),
    ("Björn Ångström", "Räksmörgås AB", "+4684001122", "Västerås", "722 11"),
    ("Jana Nováková", "Elektro Svoboda s.r.o.", "+420724118305", "Brno", "602 00"),
    ("Jana Novakova", "", "+420724118305", "Brno", ""),
    ("Jiří Dvořák", "Pekařství U Řehoře", "+420541220117", "Žďár nad Sázavou", "591 01"),
    ("Jürgen Groß", "Kanzlei Hoffmann & Partner mbB Rechtsanwälte", "+49302345670", "Berlin", "10115"),
    ("Kari Næss", "Blåbær AS", "+4722419003", "Tromsø", "9008"),
    ("Zoë Coëlho", "Café België", "+31612884410", "Enschede", "7511"),
)
FILE = (
    "Jméno;Firma;Telefon 1;Telefon 2;PSČ;Město;Země;Poznámka;E-mail\r\n"
    'Jiří Dvořák;"Pekařství ""U Řehoře""";+420 541 220 117;;591 01;Žďár nad Sázavou;Česko;Ráno volat;jiri@example.com\r\n'
    "Kateřina Šťastná;;724 118 30;12;602 00;Brno;CZ;;\r\n"
    "Jürgen Groß;Kanzlei Hoffmann;+49 30 2345670;+49 172 1234567;10115;Berlin;Německo;;\r\n"
    "Karel;Elektro\r\n"
    "Eva Malá;;724118306;541220118;110 00;Praha;Atlantis;;eva@example.com\r\n"
    "Kari Næss;Blåbær AS;+47 22 41 90 03;;9008;Tromsø;Norsko;;\r\n"
)


def customers_scenes(seen: ModuleType) -> dict[str, Callable[[int, int], object]]:
    from msgspec.structs import replace
    from PySide6.QtWidgets import QApplication

    from agent_client.client.cards import fresh
    from agent_client.client.customer_exchange.importing import Imported, Stage
    from agent_client.client.customer_files.reading import Reader, examine
    from agent_client.client.customer_files.survey import Surveying
    from agent_client.client.store.state import Link
    from agent_client.protocol.customers import Customer, CustomerLock, CustomersPage, Duplicates
    from agent_client.protocol.names import CustomerId, CustomerList, ProjectId
    from ui.customers.window import DUPLICATES, CustomersWindow
    from ui.notices import Notices

    def customer(at: int) -> Customer:
        name, company, number, town, postcode = NAMES[at % len(NAMES)]
        return Customer(
            id=CustomerId(10_425 + at),
            version=3,
            name=name,
            company=company,
            numbers=(number, "+31612345678") if at % 3 == 0 else (number,),
            town=town,
            postcode=postcode,
            operators=("204", "212") if at % 4 == 3 else (),
            project=ProjectId(1) if at % 5 == 3 else None,
            lock=CustomerLock(seen.BRAM, seen.ago(260)) if at == 5 else None,
        )

    everybody = tuple(customer(at) for at in range(40))

    def window(width: int, height: int, *, state=seen.WAITING, rows=everybody, total=1_000_000) -> CustomersWindow:
        made = CustomersWindow(Notices())
        made.resize(min(width, 1120), min(height, 760))
        made.list.rows.page_wanted.connect(lambda ticket, start: made.list.rows.show_page(ticket, page(rows, total)))
        made.show_state(state)
        made.show_counts({CustomerList.CENTRAL: total, CustomerList.OWN: 12})
        if rows is not None:
            made.open(CustomerList.CENTRAL.value)
            made.list.arrived()
        made.show()
        QApplication.processEvents()
        return made

    def page(rows, total) -> CustomersPage:
        return CustomersPage(rows, "more" if len(rows) < total else None, total)

    def chosen(width: int, height: int) -> CustomersWindow:
        made = window(width, height)
        made.list.table.choose(5)
        return made

    def editing(width: int, height: int) -> CustomersWindow:
        made = window(width, height)
        made.list.table.choose(3)
        made.place.form.show_draft(fresh(everybody[3], "NL"), seen.WAITING)
        made.place.show_form(True)
        return made

    def failed(width: int, height: int) -> CustomersWindow:
        made = window(width, height, rows=None)
        made.list.rows.page_wanted.connect(lambda ticket, _: made.list.rows.failed(ticket))
        made.list.show_failed("The server did not answer in time: check this computer's network, then try again.")
        return made

    def duplicates(width: int, height: int) -> CustomersWindow:
        made = window(width, height)
        numbers = ("+420724118305", "+420541220117")
        pair = (replace(everybody[3], note="Speaks Czech."), replace(everybody[4], note="VIP", numbers=numbers))
        shared = everybody[0].numbers
        three = (everybody[0], *(replace(everybody[at], numbers=shared) for at in (1, 8)))
        made.duplicates.wanted.connect(
            lambda which: made.duplicates.show_duplicates(which, Duplicates((pair, three), more=True))
        )
        made.open(DUPLICATES)
        return made

    def importing(width: int, height: int, *, imported: Imported | None = None, wrong: bool = False) -> CustomersWindow:
        made = window(width, height)
        path = Path(tempfile.mkdtemp()) / "zákazníci 2026.csv"
        path.write_bytes(FILE.encode("utf-8"))
        layout = examine(path)
        made.open_import()
        made.importing.show_file(path, layout)
        surveying = Surveying()
        with Reader(path, layout) as reader:
            surveying.add(reader.take(1000))
        made.importing.show_survey(surveying.survey(1.0, whole=True))
        if imported is not None:
            made.importing.show_imported(imported)
        if wrong:
            made.importing.tabs.open("wrong")
        return made

    def nothing_chosen(width: int, height: int) -> CustomersWindow:
        made = window(width, height)
        made.open_import()
        return made

    def exporting(width: int, height: int) -> CustomersWindow:
        made = window(width, height)
        made.open_export()
        made.exporting.show_running(412_000, 1_000_000)
        return made

    checked = Imported(dry=True, stage=Stage.DONE, read=6, done=3, added=2, changed=1, bad_rows=3)
    running = Imported(read=4, done=2, added=2, changed=0, bad_rows=1)
    lost = replace(seen.WAITING, link=Link.DOWN, link_since=seen.ago(3))
    return {
        "customers_list": chosen,
        "customers_editing": editing,
        "customers_loading": lambda width, height: window(width, height, rows=None),
        "customers_failed": failed,
        "customers_empty": lambda width, height: window(width, height, rows=(), total=0),
        "customers_lost": lambda width, height: window(width, height, state=lost),
        "customers_duplicates": duplicates,
        "customers_import": importing,
        "customers_import_none": nothing_chosen,
        "customers_import_wrong": lambda width, height: importing(width, height, wrong=True),
        "customers_import_checked": lambda width, height: importing(width, height, imported=checked),
        "customers_import_running": lambda width, height: importing(width, height, imported=running),
        "customers_export": exporting,
    }
