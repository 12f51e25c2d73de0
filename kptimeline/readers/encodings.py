"""Which encoding bytes without a mark are in, where it can be told; a doubt is a refusal, never a guess.

Every encoding of a closed list is tried. It can be the one where each letter it gives belongs to a language
that is written in it, and stands as letters do: no capital after a small letter, no two scripts in a word, no
sign where none stands. Only one text may be left: windows-1252 and ISO 8859-1 mostly give the same one, while
*Pe\u00f1a* and *Pe\u0144a* are two, of which the bytes tell nothing.

charset-normalizer alone answers always, and took 29 of 147 texts for others (tests/readers/test_encodings.py
has their kind), French in windows-1252 for windows-1250 among them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

from kptimeline.errors import InputRejectedError
from kptimeline.readers.alphabets import (
    ACCENTS,
    ALPHABETS,
    BALTIC,
    CENTRAL,
    CYRILLIC,
    GREEK,
    HAN,
    HANGUL,
    WESTERN,
)

# Name for people and iconv, Python's codec, the kind of letters. A superset stands for its subsets.
_CANDIDATES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("WINDOWS-1252", "cp1252", WESTERN),
    ("ISO-8859-15", "iso8859-15", WESTERN),
    ("MACINTOSH", "mac_roman", WESTERN),
    ("CP850", "cp850", WESTERN),
    ("WINDOWS-1250", "cp1250", CENTRAL),
    ("ISO-8859-2", "iso8859-2", CENTRAL),
    ("WINDOWS-1254", "cp1254", ("turkish",)),
    ("WINDOWS-1257", "cp1257", BALTIC),
    ("WINDOWS-1251", "cp1251", ("cyrillic",)),
    ("KOI8-R", "koi8-r", ("cyrillic",)),
    ("ISO-8859-5", "iso8859-5", ("cyrillic",)),
    ("CP866", "cp866", ("cyrillic",)),
    ("MAC-CYRILLIC", "mac_cyrillic", ("cyrillic",)),
    ("WINDOWS-1253", "cp1253", ("greek",)),
    ("ISO-8859-7", "iso8859-7", ("greek",)),
    ("CP949", "cp949", ("korean",)),
    ("SHIFT_JIS", "cp932", ("japanese",)),
    ("EUC-JP", "euc_jp", ("japanese",)),
    ("GB18030", "gb18030", ("chinese",)),
    ("BIG5", "big5", ("chinese",)),
)
_WIDE = (("UTF-16LE", "utf-16-le"), ("UTF-16BE", "utf-16-be"))
_KINDS = dict.fromkeys(kinds for _, _, kinds in _CANDIDATES)
_SCRIPTS = {
    "cyrillic": "CYRILLIC",
    "greek": "GREEK",
    "korean": "HANGUL",
    "japanese": "KANA",
    "chinese": "CJK",
}

_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_SIGNS = frozenset("“”‘’„‚–—…•·«»‹›¿¡€£¥©®™°§½¼¾²³ºª\xa0№")
_EASTERN_SIGNS = re.compile(
    r"[\u3000-\u303f\uff00-\uff65\u2010-\u2027\u2030-\u203b\u2190-\u2193\u25a0-\u25ff·×°±ㆍ]"
)
# Between or after letters, where these do not stand.
MOST = 2_000_000  # bytes: each encoding is tried on all of them, and no article is longer
_RARE = 0.04  # share of letters beyond a to z up to which they may be those of names in English prose
_ONLY_PROSE = frozenset({"icelandic", *BALTIC})  # too seldom in English prose to be a doubt of each é in it
_RIVALS = frozenset({"CP850"})  # too seldom today to be believed, often enough to be a doubt
_ALONE = frozenset("àáâèéíæÀÁÂÈÉÍÆ")  # words of one letter
_MISPLACED = re.compile(
    r"[^\W\d_][“”„‚«»‹›•°½¼¾º][^\W\d_]|[^\W\d_][¿¡€£¥©§°½¼¾]|\d[‚„]\d|[¿¡][\s.,;]|[^\W\d_][“„«‹•](?=\w)|[^\W\d_][‚„]|ª\w|º[^\W\d_]"
    r"|[°©®™£¥§»«²³½¼¾]{2}|\s[²³]|[^\W\d_a-zA-Z]\d|\d[^\W\d_a-zA-Z]"
)
# Where English has an apostrophe: *didn't*, *country's*. Another encoding makes a letter of it.
_APOSTROPHE = re.compile(r"\b[A-Za-z]{3,}[^\W\d_a-zA-Z](?:s|t|re|ve|ll|d|m)\b")
_LONGEST = 1_000  # characters between spaces
_WORD = re.compile(r"[^\W\d_]+")
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HINT = "convert it, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8.txt"


def detected(raw: bytes) -> tuple[str, str]:
    """The text of bytes that are no UTF-8, and the name of their encoding. Raises InputRejectedError.

    >>> detected("Le café coûte cher.".encode("cp1252"))
    ('Le café coûte cher.', 'WINDOWS-1252')
    """
    if len(raw) > MOST:
        raise InputRejectedError(f"is not valid UTF-8, and larger than {MOST:,} bytes", _HINT)
    found: dict[str, list[str]] = {}
    for name, codec, kinds in _CANDIDATES:
        text = _decoded(raw, codec)
        if text is not None and _can_be(text, kinds) and not (kinds[0] in ALPHABETS and _UTF_8.search(raw)):
            found.setdefault(text, []).append(name)
    if len(found) > 1:
        found = {text: names for text, names in found.items() if not _APOSTROPHE.search(text)} or found
    if len(found) == 1 and not _RIVALS.issuperset(names := next(iter(found.values()))):
        return next(iter(found)), names[0]
    at = _first_wrong(raw)
    if found:
        names = [names[0] for names in found.values()]
        raise InputRejectedError(
            f"is not valid UTF-8 (at byte {at}), and may be {' or '.join(names[:3])}",
            f"convert it from what it is, for example: iconv -f {names[0]} -t UTF-8 FILE > FILE.utf8.txt",
        )
    if _UTF_8.search(raw[:at]) or len(_UTF_8.findall(raw)) > len(raw) // 100:
        raise InputRejectedError(
            f"is not valid UTF-8 (at byte {at}), and in no other encoding as a whole; it may mix two",
            "convert the part that is in another encoding by itself, with iconv",
        )
    raise InputRejectedError(f"is not valid UTF-8 (at byte {at}), and its encoding cannot be told", _HINT)


def detected_wide(raw: bytes) -> tuple[str, str] | None:
    """As `detected`, for UTF-16 without its mark; None where bytes with NUL are no text at all."""
    if len(raw) % 2 or len(raw) > MOST or raw.count(0) < len(raw) // 50:
        return None
    found = []
    for name, codec in _WIDE:
        text = _decoded(raw, codec)
        if text is not None and any(_can_be(text, kinds) for kinds in _KINDS):
            found.append((text, name))
    return found[0] if len(found) == 1 else None


def _decoded(raw: bytes, codec: str) -> str | None:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _can_be(text: str, kinds: tuple[str, ...]) -> bool:
    counts = Counter(text)
    strange = {sign for sign in counts if not sign.isascii()}
    letters = {sign for sign in strange if sign.isalpha() and sign not in _SIGNS}
    if any(unicodedata.category(sign) in {"Cn", "Co", "Cs"} for sign in strange):
        return False
    if kinds[0] in {"korean", "japanese", "chinese"}:
        return _is_eastern(counts, strange, letters, kinds[0])
    if not strange - letters <= _SIGNS:
        return False
    if kinds[0] in ALPHABETS:
        if not letters and kinds is not WESTERN:
            return False  # signs alone are those of western Europe
        if not _is_written(counts, letters, kinds):
            return False
        around = _around(text, strange)
        return around is not None and all(_stands(word) for word in _words(around))
    around = _around(text, strange)
    return around is not None and _is_of_script(
        around, counts, _SCRIPTS[kinds[0]], CYRILLIC if kinds[0] == "cyrillic" else GREEK
    )


def _is_written(counts: Counter[str], letters: set[str], kinds: tuple[str, ...]) -> bool:
    """Whether one language of these is written with all the letters."""
    small = {low for sign in letters for low in sign.lower()}
    rare = sum(counts[sign] for sign in letters) <= _RARE * sum(
        counts[sign] for sign in counts if sign.isalpha()
    )
    return any(
        small <= set(ALPHABETS[kind])
        for kind in kinds
        if (rare or kind != "names") and not (rare and small and kind in _ONLY_PROSE)
    )


def _around(text: str, strange: set[str]) -> str | None:
    """The different words that have strange signs, with what touches them; None where a sign is out of place."""
    words = dict.fromkeys(word for word in text.split() if not strange.isdisjoint(word))
    if max(map(len, words), default=0) > _LONGEST:
        return None
    around = f" {' '.join(words)} "
    return None if _MISPLACED.search(around) else around


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text) if not word.isascii()}


def _stands(word: str) -> bool:
    """No capital after a small letter, no word of accents alone."""
    pairs = pairwise(word)
    if any(one.islower() and two.isupper() and not (one + two).isascii() for one, two in pairs):
        return False
    if len(word) == 1:
        return word in _ALONE
    return len(word) < 3 or any(sign.isascii() for sign in word)


def _is_of_script(around: str, counts: Counter[str], script: str, frequent: frozenset[str]) -> bool:
    """Words of one script, as many frequent letters as its languages have, capitals only where they begin."""
    letters = [sign for sign in counts if sign.isalpha() and not sign.isascii() and sign not in _SIGNS]
    if any(script not in unicodedata.name(sign, "") for sign in letters):
        return False
    for word in _words(around):
        if any(map(str.isascii, word)) or not (word.isupper() or word[1:].islower() or len(word) == 1):
            return False
    total = sum(counts[sign] for sign in letters)
    small = sum(counts[sign] for sign in letters if sign.islower())
    share = sum(counts[sign] for sign in letters if sign.lower() in frequent)
    accented = script != "GREEK" or sum(counts[sign] for sign in ACCENTS) >= 0.05 * total
    return total >= 20 and small >= 0.5 * total and share >= 0.6 * total and accented


def _is_eastern(counts: Counter[str], strange: set[str], letters: set[str], kind: str) -> bool:
    """Whether the signs are those of the language, the frequent ones as frequent as its texts have them."""
    if any(not _EASTERN_SIGNS.match(sign) and sign not in _SIGNS for sign in strange - letters):
        return False
    if not letters:
        return False  # signs alone tell too little of encodings that have thousands
    scripts: Counter[str] = Counter()
    for sign in letters:
        scripts[_eastern(sign)] += counts[sign]
    total = scripts.total()
    if total < 20 or scripts[""]:
        return False
    if kind == "korean":
        frequent = sum(counts[sign] for sign in HANGUL)
        return not scripts["KANA"] and scripts["HANGUL"] >= 0.8 * total and frequent >= 0.25 * total
    if kind == "japanese":
        return not scripts["HANGUL"] and scripts["KANA"] >= 0.25 * total
    return scripts["CJK"] == total and sum(counts[sign] for sign in HAN) >= 0.12 * total


def _eastern(sign: str) -> str:
    """HANGUL, KANA (not the half-width ones, which stray bytes give), CJK, or nothing of these."""
    name = unicodedata.name(sign, "")
    if name.startswith("HANGUL SYLLABLE"):
        return "HANGUL"
    if name.startswith(("HIRAGANA", "KATAKANA")):
        return "KANA"
    return "CJK" if name.startswith("CJK UNIFIED") else ""


def _first_wrong(raw: bytes) -> int:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.start
    return len(raw)
