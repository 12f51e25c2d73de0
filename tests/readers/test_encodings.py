"""Encodings that no mark tells: over a table of texts and encodings, the right text or a refusal, never another."""

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.decode import decode, decode_told
from kptimeline.readers.text import read_text

TEXTS = {
    "English with quotes": "“We will go,” he said. “They won’t. The bank’s offer was too low.”",
    "English with a dash": "SEOUL — The talks ended on Monday, officials said.",
    "English with names": "The café’s owner, José Peña of Zürich, told reporters on Monday that prices rose by 5 percent.",
    "English with sums": "The bank paid £25 million on Monday, at 20 °C in the shade.",
    "English with euros": "The bank paid €25 million on Monday – twice as much.",
    "English with one é": "The café in the old town opened on Monday, officials said.",
    "English with one ń": "The talks in Gdańsk ended on Monday, officials said.",
    "English with ř": "The Dvořák festival opened on Monday in the old town.",
    "English with ğ": "President Erdoğan met reporters on Monday.",
    "French": "Le président a déclaré mardi à Genève que les négociations françaises coûteraient 300 € à l'élève.",
    "German": "Die Minister trafen sich am Dienstag in Zürich, um über die künftige Größe zu sprechen.",
    "Spanish": "El año pasado la señora Muñoz viajó a México. ¿Volverá mañana? Nadie lo sabe todavía.",
    "Portuguese": "O presidente disse que as negociações vão continuar até amanhã à noite.",
    "Swedish": "På tisdagen sade presidenten att samtalen fortsätter till årets slut, efter mötet på Åland.",
    "Polish": "Prezydent powiedział we wtorek w Gdańsku, że rozmowy będą trwały do końca roku.",
    "Hungarian": "Az elnök kedden azt mondta, hogy a tárgyalások az év végéig folytatódnak, jövő héten is.",
    "Turkish": "Cumhurbaşkanı salı günü görüşmelerin yıl sonuna kadar süreceğini söyledi.",
    "Lithuanian": "Prezidentas antradienį sakė, kad derybos tęsis iki metų pabaigos, kitą savaitę Ženevoje.",
    "Russian": "Президент заявил во вторник, что переговоры продолжатся до конца года в Женеве.",
    "Ukrainian": "Президент заявив у вівторок, що переговори триватимуть до кінця року в Женеві.",
    "Greek": "Ο πρόεδρος δήλωσε την Τρίτη ότι οι συνομιλίες θα συνεχιστούν έως το τέλος του έτους.",
    "Hebrew": "הנשיא אמר ביום שלישי כי השיחות יימשכו עד סוף השנה בעיר.",
    "Arabic": "قال الرئيس يوم الثلاثاء إن المحادثات ستستمر حتى نهاية العام في جنيف.",
    "Korean": "대통령은 화요일 서울에서 기자들과 만나 회담이 연말까지 계속될 것이라고 말했다.",
    "Korean beyond KS X 1001": "똠방각하는 펲귄의 이야기를 돈 기자가 화요일 전했다고 서울에서 말했다.",
    "Japanese": "首相は火曜日、東京で記者団に対し、協議は年末まで続くと述べた。双方は来週会う予定だ。",
    "Chinese": "总统星期二在北京对记者说，谈判将持续到年底。这是他们今年第三次见面，也是最重要的一次。",
    "Chinese of Taiwan": "總統星期二在台北對記者說，談判將持續到年底。這是他們今年第三次見面，也是最重要的一次。",
}  # fmt: skip
ENCODINGS = [
    "cp1252",
    "latin-1",
    "iso8859-15",
    "mac_roman",
    "cp850",
    "cp437",
    "cp1250",
    "iso8859-2",
    "cp852",
    "cp1254",
    "cp1257",
    "cp1251",
    "koi8-r",
    "koi8-u",
    "iso8859-5",
    "mac_cyrillic",
    "cp866",
    "cp1253",
    "iso8859-7",
    "cp1255",
    "cp1256",
    "euc-kr",
    "cp949",
    "johab",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "utf-16-le",
    "utf-16-be",
]
# What must be read: a text in an encoding of its language. All else may be refused, and never read wrongly.
READ = {
    "cp1252": "English with quotes|English with a dash|English with sums|English with euros|English with one é|"
    "English with names|French|German|Spanish|Portuguese|Swedish",
    "latin-1": "English with sums|English with one é|German|Spanish|Portuguese|Swedish",
    "iso8859-15": "English with sums|English with one é|French|German|Spanish|Portuguese|Swedish",
    "mac_roman": "English with quotes|English with a dash|English with names|English with one é|French|German|Spanish|"
    "Portuguese|Swedish",
    "cp1250": "Polish|Hungarian",
    "iso8859-2": "Polish|Hungarian",
    "cp1254": "Turkish",
    "cp1257": "Lithuanian",
    "cp1251": "Russian|Ukrainian",
    "koi8-r": "Russian",
    "cp866": "Russian",
    "iso8859-5": "Russian|Ukrainian",
    "mac_cyrillic": "Russian|Ukrainian",
    "cp1253": "Greek",
    "iso8859-7": "Greek",
    "euc-kr": "Korean",
    "cp949": "Korean|Korean beyond KS X 1001",
    "shift_jis": "Japanese",
    "euc_jp": "Japanese",
    "gb18030": "Chinese|Chinese of Taiwan",
    "big5": "Chinese of Taiwan",
    "utf-16-le": "English with quotes|English with one é|French|German|Russian|Korean",
    "utf-16-be": "English with quotes|English with one é|French|German|Russian|Korean",
}


def cases():
    for encoding in ENCODINGS:
        for name, text in TEXTS.items():
            try:
                raw = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            must = name in READ.get(encoding, "").split("|")
            yield pytest.param(raw, text, must, id=f"{name} in {encoding}")


@pytest.mark.parametrize(("raw", "text", "must"), list(cases()))
def test_the_text_is_the_right_one_or_none(raw, text, must):
    try:
        found = decode(raw)
    except InputRejectedError:
        found = None
    assert found in ({text} if must else {text, None})


def test_what_must_be_read_is_in_the_table():
    named = {name for names in READ.values() for name in names.split("|")}
    assert named <= set(TEXTS)


def test_a_detected_encoding_is_kept_and_a_stated_one_is_not():
    defaults = Defaults(as_of="2026-11-21")
    text = "Le café coûte plus cher à Genève.\n"
    for codec, name in (
        ("cp1252", "WINDOWS-1252"),
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-32", None),
    ):
        made = read_text(text.encode(codec), defaults, "a.txt")
        assert (made.text, made.extra.get("encoding")) == (text, name)


REFUSED = [
    ("Le café à Genève. ".encode() + "Le café à Genève.".encode("cp1252"), "it may mix two"),
    ("It’s a café. ".encode("cp1252") + "It’s a café.".encode(), "it may mix two"),
    ("The talks in Gdańsk ended.".encode("cp1250"), "and may be WINDOWS-1252 or WINDOWS-1250"),
    ("В Москве.".encode("cp1251"), "and its encoding cannot be told"),
    (bytes(range(1, 256)), "and its encoding cannot be told"),
    (b"\x00\x01\x02\xff" * 100, "looks binary, not text (it holds NUL bytes)"),
    (b"It rang.\0 Twice.", "looks binary, not text (it holds NUL bytes)"),
    (b"\xff\xfeA", "has the mark of UTF-16 and is not valid UTF-16 (at byte 0)"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "reason"), REFUSED)
def test_mixed_doubtful_and_binary_bytes_are_refused(raw, reason):
    with pytest.raises(InputRejectedError) as caught:
        decode_told(raw)
    assert caught.value.message.endswith(reason)
    assert caught.value.hint
