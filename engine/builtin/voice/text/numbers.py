"""English numbers in words."""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LARGEST = 10**18


def cardinal(number: int) -> str:
    """ "one hundred and five"; from LARGEST on, digit by digit. Raises ValueError for a negative number."""
    if number < 0:
        raise ValueError("cardinal wants a number from 0 on")
    if number >= LARGEST:
        return digits(str(number))
    if number < 1000:
        return _below_thousand(number)
    words, scale = [], 0
    rest = number
    while rest:
        rest, group = divmod(rest, 1000)
        if group:
            words.append(f"{_below_thousand(group)} {_SCALES[scale]}".strip())
        scale += 1
    words.reverse()
    if 0 < number % 1000 < 100:
        words[-1] = "and " + words[-1]
    return " ".join(words)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    head = f"{_ONES[hundreds]} hundred"
    return f"{head} and {_below_hundred(rest)}" if rest else head


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def digits(text: str) -> str:
    """Each digit by its name."""
    return " ".join(_ONES[int(c)] for c in text if c.isascii() and c.isdigit())


def ordinal(number: int) -> str:
    """ "twenty-first"."""
    head, joint, last = _last_word(cardinal(number))
    if last in _ORDINALS:
        return head + joint + _ORDINALS[last]
    return head + joint + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def _last_word(words: str) -> tuple[str, str, str]:
    cut = max(words.rfind(" "), words.rfind("-"))
    return (words[:cut], words[cut], words[cut + 1 :]) if cut >= 0 else ("", "", words)


def decimal(text: str) -> str:
    """ "3.14" as "three point one four"; thousands may be separated by commas."""
    whole, _, part = text.replace(",", "").partition(".")
    said = cardinal(int(whole)) if whole else "zero"
    return f"{said} point {digits(part)}" if part else said


def year(number: int) -> str:
    """1100..2099 as years are said: "nineteen eighty-four", "two thousand and seven", "twenty twenty-six"."""
    century, rest = divmod(number, 100)
    if 2000 <= number < 2010 or (rest == 0 and century % 10 == 0):
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def plural(words: str) -> str:
    """Of a number word: "nineteen eighties"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("x", "s", "ss")) else "s")


def roman(text: str) -> int:
    """The value of a Roman numeral up to 39 in capitals; 0 if it is none."""
    values = {"I": 1, "V": 5, "X": 10}
    if not text or any(c not in values for c in text):
        return 0
    total = 0
    for here, following in zip(text, [*text[1:], ""], strict=True):
        value = values[here]
        total += -value if following and values[following] > value else value
    return total if text == _as_roman(total) else 0


def _as_roman(number: int) -> str:
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10] if 0 < number < 40 else ""
