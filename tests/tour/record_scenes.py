"""The customers' memory: a long history, what is looked for in it, corrections, templates, and what is unsent."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType


def record_scenes(seen: ModuleType, window: Callable[..., object]) -> dict[str, Callable[[int, int], object]]:
    from msgspec.structs import replace
    from PySide6.QtWidgets import QApplication

    from agent_client.client.outbox import (
        About,
        ContactSubject,
        CustomerSubject,
        Kept,
        Letter,
        RecordSubject,
        Refused,
        Unsent,
        Waiting,
    )
    from agent_client.client.outbox.letters import Place
    from agent_client.protocol.centre import Template
    from agent_client.protocol.customers import Correction, CustomerBrief, CustomerPage
    from agent_client.protocol.names import ContactId, CustomerId, RecordId, TemplateId
    from agent_client.protocol.refusals import TooLarge
    from ui.models.history_periods import HistoryPeriod
    from ui.models.note_values import offered
    from ui.panels.record_correction import RecordCorrection
    from ui.panels.subject import Opened
    from ui.panels.unsent_rows import title, unsent_row

    newest, second, *rest = seen.RECORDS
    mine = replace(
        second,
        operator=seen.ANNA,
        corrections=(
            Correction(seen.ago(86_400), seen.ANNA, second.text.split(".")[0] + "."),
            Correction(seen.ago(7_400), seen.BRAM, second.text + " She calls agian."),
        ),
    )
    many = tuple(
        replace(
            rest[at % len(rest)],
            id=RecordId(800 - at),
            contact=None,
            saved_at=seen.ago(86_400 * (20 + at)),
            call_at=seen.ago(86_400 * (20 + at) + 200),
        )
        for at in range(400)
    )
    records = (newest, mine, *rest, *many)

    def with_history(width: int, height: int) -> object:
        made = window(seen.ON_CALL, width, height, note=True)
        made.customer.show_page(CustomerPage(customer=seen.CUSTOMER, records=records, older="1.1"))
        made.customer.tick(seen.NOW)
        return made

    def long(width: int, height: int) -> object:
        made = with_history(width, height)
        made.customer.line.toggle(mine.id, -10)
        QApplication.processEvents()
        return made

    def filtered(width: int, height: int, *, nothing: bool = False, days: bool = False) -> object:
        made = with_history(width, height)
        history = made.customer.history
        history.look_for()
        history.filter.words.setText("boiler" if not nothing else "zeppelin")
        if days:
            history.filter.narrow_to(mine.saved_at)
        history.filter._tell()
        wish = history.filter.wish()
        found = () if nothing else (mine,) if days else tuple(one for one in records if "oiler" in one.text)
        page = CustomerPage(customer=seen.CUSTOMER, records=found)
        history.show_found(seen.CUSTOMER.id, wish, page, first=True)
        history.filter.period.choose(HistoryPeriod.OTHER if days else HistoryPeriod.YEAR)
        QApplication.processEvents()
        return made

    def pencil(width: int, height: int) -> object:
        made = with_history(width, height)
        line = made.customer.line
        line.setFocus()
        cursor = line.document().find("corrected")
        line.setTextCursor(cursor)
        line.pencil.point(cursor.block(), but=None)
        return made

    def correcting(width: int, height: int, *, conflict: bool = False, refused: bool = False) -> object:
        made = with_history(width, height)
        line = made.customer.line
        made.correction = RecordCorrection()
        made.correction.open(
            mine, mine.text + " Calls again on Monday, in the morning if she can.", len(mine.corrections)
        )
        line.room.open(mine.id, made.correction)
        if conflict:
            theirs = Correction(seen.ago(30), seen.BRAM, mine.text)
            made.correction.read_anew(
                replace(mine, text="Boiler shows E7, not E4. She calls again.", corrections=(*mine.corrections, theirs))
            )
        if refused:
            made.correction.refuse("The server did not answer in time: check this computer's network, then try again.")
        made.correction.field.setFocus()
        QApplication.processEvents()
        return made

    texts = (
        (
            "Boiler: first questions",
            "{customer} ({company}) reports:\n- shows: {cursor}\n- since:\nCase {case}, {product}.",
        ),
        ("Order placed", "{customer} ordered on {date} at {time}: {cursor}"),
        ("Sent to the technician", "Passed on to the technician. Contract {contract}."),
        ("Invoice question", "Question on invoice {cursor}, {agent}."),
        ("Not reached", "Called {number}, nobody answered."),
    )
    templates = tuple(Template(id=TemplateId(at), name=name, text=text) for at, (name, text) in enumerate(texts, 1))

    def picker(width: int, height: int, *, none: bool = False) -> object:
        made = with_history(width, height)
        state = replace(seen.ON_CALL, centre=replace(seen.CENTRE, templates=() if none else templates))
        [contact] = [one for one in state.contacts.values() if one.customer is not None][:1]
        made.notes.templates.open(offered(state, contact, seen.CUSTOMER, seen.NOW))
        QApplication.processEvents()
        return made

    def unsent(customer: int, subject, name: str, text: str, ago: float, status=None, **about) -> Unsent:
        at = seen.ago(ago)
        known = About(customer=CustomerId(customer), name=name, **about)
        letter = None
        if isinstance(status, Waiting):
            letter = Letter(
                key="k", number=1, place=Place("", subject), text=text, customer=None, contact=None, written_at=at
            )
        return Unsent(subject=subject, about=known, text=text, since=at, status=status or Kept(at), letter=letter)

    waiting = (
        unsent(
            5, ContactSubject(ContactId(41)), "Nora van Veen", "Wants the price list of the pumps by e-mail; we", 90_000
        ),
        unsent(6, CustomerSubject(CustomerId(6)), "Bakkerij Van Dam & Zonen, Leeuwarden", "Call before ten.", 9_000),
        unsent(
            7,
            ContactSubject(ContactId(42)),
            "Petr Novák",
            "Ordered two valves, to be sent on Friday.",
            5_000,
            Waiting(),
        ),
        unsent(
            8, ContactSubject(ContactId(43)), "", "Did not say who she was. Asked about", 4_000, number="+420541000111"
        ),
        unsent(9, RecordSubject(RecordId(77)), "Elektro Svoboda s.r.o.", "Boiler shows E7, not E4.", 700),
        unsent(10, CustomerSubject(CustomerId(10)), "Jan de Boer", "x" * 90, 300, Refused(TooLarge())),
    )

    def listed(width: int, height: int, *, none: bool = False, undo: bool = False) -> object:
        made = with_history(width, height)
        made.customer.editor.show_others(0 if none else 5)
        made.notes.unsent.show_rows([] if none else [unsent_row(one, seen.ON_CALL, seen.NOW) for one in waiting])
        made.notes.unsent.open()
        made.notes.unsent.show_undo(undo)
        QApplication.processEvents()
        return made

    def older_note(width: int, height: int) -> object:
        made = with_history(width, height)
        one = replace(waiting[0], about=replace(waiting[0].about, at=seen.ago(90_200)))
        made.customer.open_note(
            Opened(one.subject, CustomerBrief(CustomerId(5), "Nora van Veen"), title(one, seen.ON_CALL))
        )
        made.customer.editor.load(one.subject, one.text)
        made.customer.editor.show_status(one.status)
        made.customer.editor.show_others(4)
        QApplication.processEvents()
        return made

    return {
        "records_long": long,
        "records_pencil": pencil,
        "records_filter": filtered,
        "records_filter_days": lambda width, height: filtered(width, height, days=True),
        "records_filter_nothing": lambda width, height: filtered(width, height, nothing=True),
        "records_correcting": correcting,
        "records_correcting_conflict": lambda width, height: correcting(width, height, conflict=True),
        "records_correcting_refused": lambda width, height: correcting(width, height, refused=True),
        "records_templates": picker,
        "records_templates_none": lambda width, height: picker(width, height, none=True),
        "records_unsent": listed,
        "records_unsent_undo": lambda width, height: listed(width, height, undo=True),
        "records_unsent_none": lambda width, height: listed(width, height, none=True),
        "records_older_note": older_note,
    }
