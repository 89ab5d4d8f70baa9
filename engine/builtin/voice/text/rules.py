"""How one English word is said: money, times, dates, quantities, abbreviations, addresses of the web.

Each rule answers for the words it knows and passes the others on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.builtin.voice.text.abbreviations import ABBREVIATIONS, BARE
from engine.builtin.voice.text.numbers import cardinal, decimal, digits, ordinal, plural, roman, year
from engine.builtin.voice.text.units import CURRENCIES, CURRENCY_CODES, FRACTIONS, SIGNS, UNITS

_MONTHS = ("January February March April May June July August September October November December").split()
_SCALE_WORDS = frozenset(("hundred", "thousand", "million", "billion", "trillion"))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_LETTER_A = "eigh"
"""Said as the letter's name in every accent; a lone A is said as the article."""
_NEVER_AFTER_AN_ARTICLE = frozenset(
    "is and or of with as by to in into then so equals times over plus minus sine cosine that which from".split()
)
_SPELLED = frozenset(("NAD", "NADH", "NADP", "NADPH"))
"""Abbreviations that would else be read as words."""
_CURRENCY_SIGNS = "".join(CURRENCIES)


@dataclass(frozen=True)
class Word:
    """A word without the punctuation around it, and its neighbours."""

    core: str
    before: str
    after: str
    opens: str
    closes: str


def said(word: Word) -> str:
    for rule in _RULES:
        sound = rule(word)
        if sound is not None:
            return sound
    return _spoken_signs(word.core)


def abbreviation(word: Word) -> str | None:
    key = word.core.casefold()
    pointed = word.closes.startswith(".")
    if key == "no" and pointed and word.after[:1].isdigit():
        return "number"
    if key not in ABBREVIATIONS or not (pointed or key in BARE or "." in key):
        return None
    if word.core.islower() and key in ("st", "mar", "gen", "sun", "col", "est", "inc", "oct", "dec", "ave", "mt"):
        return None
    if key == "st" and (word.before[:1].isupper() or word.before[:1].isdigit()) and not word.after[:1].isupper():
        return "street"
    if key == "dr" and word.before[:1].isupper() and not word.after[:1].isupper():
        return "drive"
    return ABBREVIATIONS[key]


def _money(word: Word) -> str | None:
    match = re.fullmatch(rf"(-?)([{_CURRENCY_SIGNS}])({_NUMBER})(k|m|bn|b|K|M|B)?", word.core)
    if match is None:
        match_after = re.fullmatch(rf"()({_NUMBER})([{_CURRENCY_SIGNS}])", word.core)
        if match_after is None:
            return None
        sign, amount, symbol, scale = match_after[1], match_after[2], match_after[3], None
    else:
        sign, symbol, amount, scale = match[1], match[2], match[3], match[4]
    minus = "minus " if sign else ""
    one, many, cent, cents = CURRENCIES[symbol]
    if scale:
        names = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion"}
        return f"{minus}{decimal(amount)} {names[scale.lower()]} {many}"
    if word.after.casefold() in _SCALE_WORDS:
        return minus + decimal(amount)
    whole, _, part = amount.replace(",", "").partition(".")
    if len(part) == 2 and cents:
        if not int(part):
            return f"{minus}{cardinal(int(whole))} {one if int(whole) == 1 else many}"
        small = f"{cardinal(int(part))} {cent if int(part) == 1 else cents}"
        if not int(whole or 0):
            return minus + small
        return f"{minus}{cardinal(int(whole))} {one if int(whole) == 1 else many} and {small}"
    return f"{minus}{decimal(amount)} {one if amount == '1' else many}"


def _scale_of_money(word: Word) -> str | None:
    """ "million" after "$5": the currency is said here."""
    if word.core.casefold() in _SCALE_WORDS and word.before[:1] in CURRENCIES and len(word.before) > 1:
        return f"{word.core} {CURRENCIES[word.before[0]][1]}"
    return None


def _time(word: Word) -> str | None:
    match = re.fullmatch(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?\s*([ap]\.?m)?", word.core, re.IGNORECASE)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    half = f" {_meridiem(match[4])}" if match[4] else ""
    if match[3]:
        return f"{cardinal(hour)} hours {cardinal(minute)} minutes and {cardinal(int(match[3]))} seconds"
    if minute == 0:
        later = word.after.casefold().rstrip(".") in ("am", "pm", "a.m", "p.m")
        return cardinal(hour) + (half or ("" if later else " o'clock" if 0 < hour <= 12 else " hundred hours"))
    return f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}{half}"


def _meridiem(text: str) -> str:
    return "A M" if text[0] in "aA" else "P M"


def _half_day(word: Word) -> str | None:
    match = re.fullmatch(r"(\d{1,2})?([ap])\.?m", word.core, re.IGNORECASE)
    if match is None or (match[1] is None and not word.before[:1].isdigit()):
        return None
    hour = f"{cardinal(int(match[1]))} " if match[1] else ""
    return hour + _meridiem(match[2])


def _date(word: Word) -> str | None:
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", word.core)
    if iso and 1 <= int(iso[2]) <= 12 and 1 <= int(iso[3]) <= 31:
        return f"{_MONTHS[int(iso[2]) - 1]} {ordinal(int(iso[3]))}, {_year_of(int(iso[1]))}"
    slashed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", word.core)
    if slashed:
        first, second = int(slashed[1]), int(slashed[2])
        month, day = (second, first) if first > 12 else (first, second)
        if 1 <= month <= 12 and 1 <= day <= 31:
            full = int(slashed[3]) if len(slashed[3]) == 4 else 2000 + int(slashed[3])
            return f"{_MONTHS[month - 1]} {ordinal(day)}, {_year_of(full)}"
    near_month = _is_month(word.before) or (_is_month(word.after) and not word.closes)
    if near_month and re.fullmatch(r"0?[1-9]|[12]\d|3[01]", word.core):
        return ordinal(int(word.core))
    return None


def _is_month(word: str) -> bool:
    full = ABBREVIATIONS.get(word.casefold(), word).capitalize()
    return full in _MONTHS and word[:1].isupper()


def _year_of(number: int) -> str:
    return year(number) if 1100 <= number < 2100 else cardinal(number)


def _year(word: Word) -> str | None:
    decade = re.fullmatch(r"(mid-|early-|late-)?'?(1[1-9]\d0|20\d0|[2-9]0)['’]?s", word.core, re.IGNORECASE)
    if decade:
        number = int(decade[2])
        return (decade[1] or "") + plural(year(number) if number > 100 else cardinal(number))
    span = re.fullmatch(r"(1[1-9]\d\d|20\d\d)[-–—](1[1-9]\d\d|20\d\d|\d\d)", word.core)
    if span:
        return f"{year(int(span[1]))} to {_year_of(int(span[2]))}"
    era = re.fullmatch(r"(BC|BCE|AD|CE)", word.core)
    if era and word.before.isdigit():
        return " ".join(word.core)
    if not re.fullmatch(r"1[1-9]\d\d|20\d\d", word.core) or word.after.casefold() in UNITS:
        return None
    return year(int(word.core))


def _ordinal(word: Word) -> str | None:
    match = re.fullmatch(r"(\d{1,6})(?:st|nd|rd|th)", word.core, re.IGNORECASE)
    if match:
        return ordinal(int(match[1]))
    value = roman(word.core)
    if value and len(word.core) > 1 and word.before[:1].isupper():
        named = word.before in ("Chapter", "Part", "Act", "Volume", "War", "Section", "Book", "Lesson", "Phase", "Type")
        return cardinal(value) if named else f"the {ordinal(value)}"
    return None


def _quantity(word: Word) -> str | None:
    match = re.fullmatch(rf"([-−+±~≈<>]?)({_NUMBER})([-–—/]({_NUMBER}))?\s*(.*)", word.core)
    if match is None:
        return None
    sign, number, joined, second, unit = match.groups()
    known = unit == "" or unit in UNITS or unit in FRACTIONS
    if not known:
        return None
    said = SIGNS.get(sign, "") + decimal(number)
    if joined and joined[0] == "/":
        said = _fraction(number, second)
    elif joined:
        said += " to " + decimal(second)
    if unit in FRACTIONS:
        return f"{said} and {FRACTIONS[unit]}"
    if unit:
        return f"{said} {UNITS[unit][0] if number == '1' and not joined else UNITS[unit][1]}"
    if not joined and number.isdigit() and number.startswith("0") and len(number) > 1:
        return digits(number)
    return said


def _fraction(top: str, bottom: str) -> str:
    simple = {("1", "2"): "one half", ("1", "4"): "one quarter", ("3", "4"): "three quarters"}
    if (top, bottom) in simple:
        return simple[top, bottom]
    if top.isdigit() and bottom.isdigit() and 2 < int(bottom) <= 20 and int(top) < int(bottom):
        name = ordinal(int(bottom))
        return f"{cardinal(int(top))} {name if top == '1' else name + 's'}"
    return f"{decimal(top)} over {decimal(bottom)}"


def _feet(word: Word) -> str | None:
    match = re.fullmatch(r"(\d)['’′](\d{1,2})", word.core)
    return f"{cardinal(int(match[1]))} foot {cardinal(int(match[2]))}" if match else None


def _unit(word: Word) -> str | None:
    """A unit on its own, after a number."""
    if word.core not in UNITS or not re.fullmatch(rf"[-−+~≈$]?(?:{_NUMBER})", word.before):
        return None
    if word.core in ("in", "a", "at", "m") and word.core != "m":
        return None
    return UNITS[word.core][0 if word.before == "1" else 1]


def _code(word: Word) -> str | None:
    if word.core in CURRENCY_CODES and (word.before[:1].isdigit() or word.after[:1].isdigit()):
        return CURRENCY_CODES[word.core]
    if word.core in FRACTIONS:
        return FRACTIONS[word.core]
    return None


def _letter(word: Word) -> str | None:
    """The letter A, told from the article by what follows it; and names that are spelled, letter by letter."""
    if word.core == "A" and (
        word.closes or not word.after or len(word.after) == 1 or word.after.casefold() in _NEVER_AFTER_AN_ARTICLE
    ):
        return _LETTER_A
    if word.core in _SPELLED:
        return " ".join(_LETTER_A if letter == "A" else letter for letter in word.core)
    return None


def _address(word: Word) -> str | None:
    web = re.fullmatch(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,10})(/\S*)?", word.core, re.IGNORECASE)
    mail = re.fullmatch(r"([\w.+-]+)@((?:[\w-]+\.)+[a-z]{2,10})", word.core, re.IGNORECASE)
    if mail:
        return f"{_dotted(mail[1])} at {_dotted(mail[2])}"
    if web and ("/" in word.core or re.search(r"\.(com|org|net|io|ai|edu|gov|dev|co|uk|de|fr)$", web[1])):
        return _dotted(web[1])
    if re.fullmatch(r"#\d+", word.core):
        return f"number {cardinal(int(word.core[1:]))}"
    if re.fullmatch(r"[#@]\w+", word.core):
        name = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", word.core[1:])
        return name if word.core[0] == "@" else f"hashtag {name}"
    return None


def _dotted(text: str) -> str:
    return re.sub(r"[-_+]", " ", text).replace(".", " dot ")


def _version(word: Word) -> str | None:
    """ "2.0.1" and long strings of digits, as in telephone numbers."""
    if re.fullmatch(r"v?\d+(?:\.\d+){2,}", word.core):
        parts = word.core.lstrip("v").split(".")
        return ("version " if word.core[0] == "v" else "") + " point ".join(cardinal(int(part)) for part in parts)
    if re.fullmatch(r"\+?\d{1,4}(?:-\d{2,4}){2,}", word.core):
        groups = [digits(group) for group in re.findall(r"\d+", word.core)]
        return ("plus " if word.core[0] == "+" else "") + ", ".join(groups)
    return None


_RULES: tuple[Callable[[Word], str | None], ...] = (
    abbreviation, _money, _scale_of_money, _time, _half_day, _date, _year, _ordinal, _version, _quantity, _feet, _unit,
    _code, _letter, _address,
)  # fmt: skip


def _spoken_signs(core: str) -> str:
    """What no rule knew: signs by name, digits inside words as numbers."""
    core = core.replace("&", " and ").replace("’", "'")
    for sign, name in SIGNS.items():
        if sign and sign not in "-~<>/":
            core = core.replace(sign, f" {name}")
    core = re.sub(r"(?<=\d)%", " percent", core)
    core = re.sub(rf"(?<![A-Za-z\d])(?:{_NUMBER})(?![\d])", lambda m: f"{decimal(m[0])} ", core)
    core = re.sub(r"\d+", lambda m: f" {cardinal(int(m[0]))} ", core)
    core = re.sub(r"(?<=\w)[/](?=\w)", " ", core)
    return re.sub(r"\s+", " ", re.sub(r"[\[\]{}<>_#@\"“”=/]", " ", core)).strip()
