"""The HTTP application: all routes, how errors are told, and the document that describes them."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from . import (
    administration,
    agent,
    call_log,
    callback_history,
    callbacks,
    contacts,
    conversations,
    customer_exchange,
    customer_lists,
    customer_locks,
    customer_merging,
    customers,
    desk_phones,
    directory,
    errors,
    events,
    outdial,
    passwords,
    public_requests,
    recordings,
    records,
    requests,
    rules_file,
    seats,
    sessions,
    supervising,
    templates,
    trial,
    variables,
)
from .authentication import DEPENDENCIES
from .document import document_handler
from .parts import Parts


def application(parts: Parts, more: Sequence[ControllerRouterHandler] = ()) -> Litestar:
    """``more``: routes that a centre of its own kind adds."""
    handlers: list[ControllerRouterHandler] = [
        *sessions.HANDLERS,
        *seats.HANDLERS,
        *agent.HANDLERS,
        *contacts.HANDLERS,
        *requests.HANDLERS,
        *public_requests.HANDLERS,
        *conversations.HANDLERS,
        *variables.HANDLERS,
        *callbacks.HANDLERS,
        *callback_history.HANDLERS,
        *outdial.HANDLERS,
        *customers.HANDLERS,
        *customer_lists.HANDLERS,
        *customer_exchange.HANDLERS,
        *customer_locks.HANDLERS,
        *customer_merging.HANDLERS,
        *records.HANDLERS,
        *recordings.HANDLERS,
        *templates.HANDLERS,
        *directory.HANDLERS,
        *administration.HANDLERS,
        *passwords.HANDLERS,
        *desk_phones.HANDLERS,
        *call_log.HANDLERS,
        *rules_file.HANDLERS,
        *supervising.HANDLERS,
        *events.HANDLERS,
        *trial.HANDLERS,
        *more,
    ]
    return Litestar(
        route_handlers=[*handlers, document_handler(handlers)],
        dependencies=DEPENDENCIES,
        exception_handlers=errors.HANDLERS,
        request_max_body_size=parts.settings.body_limit,
        state=State({"parts": parts}),
        logging_config=None,
        openapi_config=None,
    )
