"""How names are sorted: as people count, whatever their case and accents."""

import re
import unicodedata

DIGITS = re.compile(r"\d+")
BETWEEN = "\x1f"


def sort_name(name: str) -> str:
    """Give a text whose order is that of the name: `img2` before `img10`, `Öl` beside `ol`.

    Names that are the same but for case, accents and leading zeros follow each other as they are written.
    """
    spelled = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in spelled if not unicodedata.combining(letter)).casefold()
    return DIGITS.sub(_counted, plain) + BETWEEN + name


def _counted(run: re.Match[str]) -> str:
    number = str(int(run[0]))
    return f"{len(number):03}{number}"
