"""What letters languages are written with, to tell which encoding a text was written in. Data, no rules.

Letters of the alphabets: the languages' own orthographies, as CLDR's exemplar characters give them. Frequent
signs: those that the languages' grammar needs (particles, endings, function words), which no text is without.
"""

from __future__ import annotations

# Beyond a to z. `names`: what names from western Europe bring into the prose of another language.
ALPHABETS = {
    "names": "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœ",
    "french": "àâæçèéêëîïôùûüÿœ",
    "spanish": "áéíñóúü",
    "catalan": "àçèéíïòóúü",
    "portuguese": "àáâãçéêíóôõúü",
    "italian": "àèéìíîòóùú",
    "german": "äöüß",
    "dutch": "áéèëïíóöúü",
    "nordic": "åäæéöøü",
    "icelandic": "áæéíðóöúýþ",
    "polish": "óąćęłńśźż",
    "czech": "áéíóúýčďěňřšťůž",
    "slovak": "áäéíóôúýčďĺľňŕšťž",
    "hungarian": "áéíóöúüőű",
    "romanian": "âîășțşţ",
    "south slavic": "ćčđšž",
    "turkish": "âçîöûüğışi\u0307",
    "lithuanian": "ąčėęįšūųž",
    "latvian": "āčēģīķļņšūž",
    "estonian": "äõöüšž",
}
WESTERN = tuple(ALPHABETS)[:10]
CENTRAL = ("polish", "czech", "slovak", "hungarian", "romanian", "south slavic")

CYRILLIC = frozenset("оеаинтсрвлкмдпу")  # three letters of four in Russian; in Ukrainian and Bulgarian two
GREEK = frozenset("αοιετσνηυρπκμςλόίάέήω")
ACCENTS = frozenset("άέήίόύώ")  # every Greek word of two syllables has one
HANGUL = frozenset("이다는의에을를가은로고한하지사기도들자인시일해정리대서과부국어나그수있것었했")
HAN = frozenset("的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發发年動动同工也能下過过子說说方後后多日月")  # fmt: skip
BALTIC = ("lithuanian", "latvian", "estonian")
