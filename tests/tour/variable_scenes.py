"""The values of a call for the tour: of every kind, one edited, one that a colleague saved first, a secure one in sight."""

from __future__ import annotations

from msgspec.structs import replace

from agent_client.protocol.contacts import CadVariable, SecureValue
from agent_client.protocol.names import VariableKind

CASE = CadVariable(key="case", label="Case", value="SR-40-18822", editable=True, version=1)
VALUES = (
    CASE,
    CadVariable(key="product", label="Product", value="Thermo 4 Pro", editable=True, version=1),
    CadVariable(key="order", label="Last order", value="12 boxes of thermal paper 80 × 80", version=1),
    CadVariable(
        key="callback",
        label="Callback wanted",
        value="2026-11-24T10:30:00Z",
        kind=VariableKind.DATE_TIME,
        editable=True,
        version=1,
    ),
    CadVariable(key="reference", label="Customer's reference", editable=True, filled=False),
    CadVariable(key="birth", label="Date of birth", secure=True, editable=True, version=1),
    CadVariable(key="iban", label="IBAN", secure=True, version=1),
)


def with_values(state, values=VALUES):
    """Its contacts, with these."""
    return replace(state, contacts={key: replace(one, cad=values) for key, one in state.contacts.items()})


def conflict(window, state):
    """On the window that shows ``state``: typed, and met by what Bram saved."""
    pane = window.contact.call.variables
    pane.rows.rows()["case"].field.put("SR-40-18823")
    pane.rows.rows()["product"].field.put("Thermo 5")
    theirs = replace(CASE, value="SR-40-99000", version=2, by="Bram")
    window.contact.show_state(with_values(state, (theirs, *VALUES[1:])))
    pane.show_secret(pane.contact().id, SecureValue("birth", "1974-03-12", 1))
    return window
