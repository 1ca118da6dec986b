"""Every word on screen goes through here: `tr` gives it in the agent's language and fills its gaps."""

from __future__ import annotations


def tr(source: str, **gaps: object) -> str:
    """The sentence in the language in use; ``{name}`` gaps are filled from the keywords."""
    return source.format(**gaps) if gaps else source


def trn(one: str, many: str, n: int, **gaps: object) -> str:
    """As `tr`, with the plural form for ``n``, which also fills ``{n}``."""
    return (one if n == 1 else many).format(n=n, **gaps)
