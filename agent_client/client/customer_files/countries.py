"""Countries as files name them: by their two letters, or by a name in one of the languages of our customers."""

from __future__ import annotations

from agent_client.rules.folding import folded_words

_NAMES = {
    "AT": "austria|osterreich|rakousko|oostenrijk|osterrike|rakusko|aut",
    "AU": "australia|australien|australie",
    "BE": "belgium|belgien|belgie|belgia|belgique|bel",
    "BG": "bulgaria|bulgarien|bulharsko|bulgarije",
    "CA": "canada|kanada",
    "CH": "switzerland|schweiz|svycarsko|zwitserland|sveits|suisse|svizzera|che",
    "CY": "cyprus|zypern|kypr|cypern|kypros",
    "CZ": "czech republic|czechia|ceska republika|cesko|tschechien|tschechische republik|tsjechie|tjeckien|tsjekkia|cze|cr",
    "DE": "germany|deutschland|nemecko|duitsland|tyskland|allemagne|deu|d|brd",
    "DK": "denmark|danemark|dansko|denemarken|danmark|dnk",
    "EE": "estonia|estland|estonsko",
    "ES": "spain|spanien|spanelsko|spanje|spania|espana|esp",
    "FI": "finland|finnland|finsko|suomi|fin",
    "FR": "france|frankreich|francie|frankrijk|frankrike|fra|f",
    "GB": "united kingdom|great britain|england|uk|vereinigtes konigreich|grossbritannien|velka britanie|spojene kralovstvi"
    "|verenigd koninkrijk|groot brittannie|storbritannien|storbritannia|scotland|wales|gbr",
    "GR": "greece|griechenland|recko|griekenland|grekland|hellas",
    "HR": "croatia|kroatien|chorvatsko|kroatie|kroatia|hrvatska",
    "HU": "hungary|ungarn|madarsko|hongarije|ungern|magyarorszag|hun",
    "IE": "ireland|irland|irsko|ierland|eire",
    "IS": "iceland|island|ijsland",
    "IT": "italy|italien|italie|italia|ita",
    "LI": "liechtenstein|lichtenstejnsko",
    "LT": "lithuania|litauen|litva|litouwen|lietuva",
    "LU": "luxembourg|luxemburg|lucembursko",
    "LV": "latvia|lettland|lotyssko|letland|latvija",
    "NL": "netherlands|the netherlands|holland|niederlande|nizozemsko|nederland|nederlanderna|nld",
    "NO": "norway|norwegen|norsko|noorwegen|norge|nor",
    "PL": "poland|polen|polsko|polska|pol",
    "PT": "portugal|portugalsko",
    "RO": "romania|rumanien|rumunsko|roemenie",
    "RS": "serbia|serbien|srbsko|servie",
    "SE": "sweden|schweden|svedsko|zweden|sverige|swe|s",
    "SI": "slovenia|slowenien|slovinsko|slovenie|slovenija",
    "SK": "slovakia|slowakei|slovensko|slovenska republika|slowakije|slovakien|svk|sr",
    "TR": "turkey|turkei|turecko|turkije|turkiet|tyrkia|turkiye",
    "UA": "ukraine|ukrajina|oekraine|ukraina",
    "US": "united states|united states of america|usa|vereinigte staaten|spojene staty|spojene staty americke|verenigde staten"
    "|forenta staterna|forente stater|amerika",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split("|")}


def code_of(text: str) -> str | None:
    """ISO 3166-1 alpha-2, empty for nothing; None for a name that is not known here."""
    words = " ".join(folded_words(text.replace("ß", "ss")))
    if not words:
        return ""
    if words in _CODES:
        return _CODES[words]
    return words.upper() if len(words) == 2 and words.isascii() and words.isalpha() else None
