"""Pure decisions of the centre: agent states, contacts, routing, callbacks. No I/O, no clock, no SQL."""
