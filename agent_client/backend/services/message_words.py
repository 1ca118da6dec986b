"""The words of the text messages that agents get (A15), in the language of the centre's country."""

from __future__ import annotations

from msgspec import Struct


class Words(Struct, frozen=True, kw_only=True):
    """``{…}`` is filled by `str.format`."""

    call: str
    call_named: str
    not_answered: str
    signed_out: str
    sign_in_again: str


LANGUAGES: dict[str, Words] = {
    "en": Words(
        call="{centre}: please call {number} back. Queue: {queue}.",
        call_named="{centre}: please call {name} back on {number}. Queue: {queue}.",
        not_answered="{centre}: your phone did not take {calls} calls in a row, so you have been signed out.",
        signed_out="{centre}: you have been signed out.",
        sign_in_again="To sign in again call {number}.",
    ),
    "cs": Words(
        call="{centre}: zavolejte prosím zpět na {number}. Fronta: {queue}.",
        call_named="{centre}: zavolejte prosím zpět: {name}, {number}. Fronta: {queue}.",
        not_answered="{centre}: váš telefon nepřijal {calls} hovory po sobě, proto jste byli odhlášeni.",
        signed_out="{centre}: byli jste odhlášeni.",
        sign_in_again="Znovu se přihlásíte voláním na {number}.",
    ),
    "de": Words(
        call="{centre}: Bitte rufen Sie {number} zurück. Warteschlange: {queue}.",
        call_named="{centre}: Bitte rufen Sie {name} unter {number} zurück. Warteschlange: {queue}.",
        not_answered="{centre}: Ihr Telefon hat {calls} Anrufe nacheinander nicht angenommen; Sie wurden abgemeldet.",
        signed_out="{centre}: Sie wurden abgemeldet.",
        sign_in_again="Zum Anmelden rufen Sie {number} an.",
    ),
    "nl": Words(
        call="{centre}: bel {number} terug. Wachtrij: {queue}.",
        call_named="{centre}: bel {name} terug op {number}. Wachtrij: {queue}.",
        not_answered="{centre}: uw telefoon nam {calls} oproepen na elkaar niet aan; u bent uitgelogd.",
        signed_out="{centre}: u bent uitgelogd.",
        sign_in_again="Bel {number} om weer in te loggen.",
    ),
    "sv": Words(
        call="{centre}: ring tillbaka till {number}. Kö: {queue}.",
        call_named="{centre}: ring tillbaka till {name} på {number}. Kö: {queue}.",
        not_answered="{centre}: din telefon tog inte emot {calls} samtal i rad, så du har loggats ut.",
        signed_out="{centre}: du har loggats ut.",
        sign_in_again="Ring {number} för att logga in igen.",
    ),
    "nb": Words(
        call="{centre}: ring tilbake til {number}. Kø: {queue}.",
        call_named="{centre}: ring tilbake til {name} på {number}. Kø: {queue}.",
        not_answered="{centre}: telefonen din tok ikke imot {calls} anrop på rad, så du er logget av.",
        signed_out="{centre}: du er logget av.",
        sign_in_again="Ring {number} for å logge på igjen.",
    ),
}
_OF_COUNTRY = {"CZ": "cs", "DE": "de", "AT": "de", "NL": "nl", "SE": "sv", "NO": "nb"}


def words_of(country: str) -> Words:
    """``country``: ISO 3166-1 alpha-2."""
    return LANGUAGES[_OF_COUNTRY.get(country, "en")]
