"""The page with the form for a callback (E10): plain HTML without scripts, and nothing that comes from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from urllib.parse import urlencode

from msgspec import Struct

from agent_client.protocol.paths import CALLBACK_FORM

from .request_words import LANGUAGES, Words

TRAP = "website"
"""A field that people do not see: who fills it in is a program."""

_STYLE = """
:root { color-scheme: light dark; --bg: #f3f4f6; --card: #fff; --text: #18181b; --dim: #52525b; --line: #d4d4d8;
  --edge: #8b8b94; --accent: #2563eb; --on: #fff; --alarm: #b91c1c; --alarm-bg: #fef2f2; --done: #15803d; }
@media (prefers-color-scheme: dark) { :root { --bg: #101116; --card: #191b22; --text: #ececf1; --dim: #a5a7b4;
  --line: #31343f; --edge: #6c7080; --accent: #7aa2ff; --on: #0b1020; --alarm: #ff8a85; --alarm-bg: #2c1719;
  --done: #5fd38a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: 1fr auto; justify-items: center; align-items: center;
  background: var(--bg); color: var(--text); font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
main { width: min(28rem, 100% - 2rem); margin: 2rem 0; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem; }
.centre { margin: 0; color: var(--dim); font-size: .875rem; }
h1 { margin: .125rem 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1.25rem; }
label { display: block; margin: 0 0 .25rem; font-weight: 600; }
label span, .hint { font-weight: 400; color: var(--dim); font-size: .875rem; }
.hint { margin: .25rem 0 1.25rem; }
input { width: 100%; margin: 0 0 1.25rem; padding: .625rem .75rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--edge); border-radius: .5rem; }
input[type=tel] { margin-bottom: 0; font-variant-numeric: tabular-nums; }
input[aria-invalid] { border-color: var(--alarm); }
input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
button { width: 100%; padding: .75rem 1rem; font: inherit; font-weight: 600; color: var(--on); background: var(--accent);
  border: 0; border-radius: .5rem; cursor: pointer; }
button:hover { filter: brightness(1.08); }
button:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
.wrong { padding: .75rem 1rem; color: var(--alarm); background: var(--alarm-bg); border: 1px solid; border-radius: .5rem; }
.number { font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.done { color: var(--done); }
main > :last-child { margin-bottom: 0; }
.trap { position: absolute; left: -100rem; }
a { color: var(--accent); }
nav { padding: 0 1rem 1.5rem; font-size: .875rem; text-align: center; }
nav > * { display: inline-block; margin: 0 .5rem; }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class Entered(Struct, frozen=True, kw_only=True):
    """What stands in the form. ``dnis`` comes with the link to it: which of the centre's numbers the customer means."""

    name: str = ""
    number: str = ""
    dnis: str = ""
    chosen: str = ""
    """The language, where the customer chose one by hand."""


def headers(language: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": POLICY,
        "Content-Language": language,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Language",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def form(language: str, centre: str, entered: Entered, wrong: str = "") -> str:
    words = LANGUAGES[language]
    invalid = ' aria-invalid="true" autofocus' if wrong else ""
    described = "wrong hint" if wrong else "hint"
    told = f'<p class="wrong" id="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    body = f"""
<p>{escape(words.lead)}</p>
{told}
<form method="post" action="{_link(entered)}" novalidate>
<label for="name">{escape(words.name)} <span>({escape(words.optional)})</span></label>
<input id="name" name="name" autocomplete="name" maxlength="200" value="{escape(entered.name)}">
<label for="number">{escape(words.number)}</label>
<input id="number" name="number" type="tel" inputmode="tel" autocomplete="tel" maxlength="40" required
 aria-describedby="{described}" value="{escape(entered.number)}"{invalid}>
<p class="hint" id="hint">{escape(words.number_hint)}</p>
<div class="trap" aria-hidden="true"><label for="{TRAP}">{escape(words.leave_empty)}</label>
<input id="{TRAP}" name="{TRAP}" tabindex="-1" autocomplete="off"></div>
<button>{escape(words.ask)}</button>
</form>"""
    return _page(language, centre, words.title, body, entered)


def thanks(language: str, centre: str, entered: Entered, number: str) -> str:
    words = LANGUAGES[language]
    shown = f'<strong class="number">{escape(number).replace(" ", "&nbsp;")}</strong>'
    before, _, after = words.we_call.partition("{number}")
    body = f"""
<p role="status">{escape(before)}<br>{shown}{escape(after)}</p>
<p class="hint"><a href="{_link(entered)}">{escape(words.wrong_number)}</a></p>"""
    return _page(language, centre, words.thanks, body, entered, done=True)


def _page(language: str, centre: str, title: str, body: str, entered: Entered, *, done: bool = False) -> str:
    others = "\n".join(
        f'<a href="{_link(entered, code)}" lang="{code}" hreflang="{code}">{escape(words.own_name)}</a>'
        if code != language
        else f'<span lang="{code}" aria-current="true">{escape(words.own_name)}</span>'
        for code, words in LANGUAGES.items()
    )
    mark = ' class="done"' if done else ""
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>{escape(title)} – {escape(centre)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<p class="centre">{escape(centre)}</p>
<h1{mark}>{escape(title)}</h1>
{body}
</main>
<nav>
{others}
</nav>
</body>
</html>
"""


def _link(entered: Entered, language: str = "") -> str:
    chosen = language or entered.chosen
    asked = {name: value for name, value in (("dnis", entered.dnis), ("lang", chosen)) if value}
    return escape(f"{CALLBACK_FORM}?{urlencode(asked)}" if asked else CALLBACK_FORM)


def words_of(language: str) -> Words:
    return LANGUAGES[language]
