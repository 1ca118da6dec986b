"""Which numbers a stranger may have us call (E10): people's own phones, and nothing that costs the centre a fortune."""

from __future__ import annotations

from collections.abc import Collection

from agent_client.rules.dial_numbers import canonical


def to_call(typed: str, country: str, own: Collection[str]) -> str:
    """In E.164. Empty for what is not called: no valid public number, a short or an emergency one, one that costs whoever
    calls it (premium rate, shared cost, satellite), one that belongs to the centre itself (``own``)."""
    import phonenumbers  # 20 ms and 2 MB that only numbers cost
    from phonenumbers import PhoneNumberType

    number = canonical(typed, country)
    if not number.startswith("+") or number in own:
        return ""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ""
    region = phonenumbers.region_code_for_number(parsed)
    if not phonenumbers.is_valid_number(parsed) or region in (None, phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY):
        return ""
    usual = {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
    }
    if region == country.upper():
        usual.add(PhoneNumberType.UAN)  # a company's, at the price of any other call at home
    return number if phonenumbers.number_type(parsed) in usual else ""
