import pytest

from kptimeline.actors.registry import load_registry
from kptimeline.errors import RuleError

HEAD = '[actor.x]\nname = "X"\nkind = "person"\nsurname = "X"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[actor.x]\n", "actor x: needs a name and a kind, one of "),
        ('[actor.x]\nname = "X"\nkind = "planet"\n', "actor x: needs a name and a kind, one of "),
        ('[actor.x]\nname = "X"\nkind = "person"\n', "actor x: a person needs a surname"),
        (
            '[actor."X Y"]\nname = "X"\nkind = "media"\n',
            "actor X Y: the slug is not lower-case words joined by hyphens",
        ),
        (HEAD + "alias = []\n", "actor x: unknown keys: alias"),
        (HEAD + 'aliases = "X"\n', "actor x: aliases is not a list of texts"),
        (HEAD + 'country = "Korea"\n', "actor x: country is not an alpha-3 code: 'Korea'"),
        (
            HEAD + 'offices = [{ office = "president", of = "japan" }]\n',
            "actor x: an office needs office, of and reference",
        ),
        (
            HEAD + 'offices = [{ office = "shogun", of = "japan", reference = "r" }]\n',
            "actor x: office shogun is not in the lexicon of offices",
        ),
        (
            HEAD
            + 'offices = [{ office = "president", of = "japan", reference = "r", from = "2020-02-30" }]\n',
            "actor x: from is not a day: '2020-02-30'",
        ),
        (
            HEAD + 'parents = [{ actor = "japan", from = "2020", to = "2019" }]\n',
            "actor x: from 2020 lies after to 2019",
        ),
        (HEAD + 'parents = [{ actor = "nowhere" }]\n', "actor x: parent nowhere is not in the registry"),
        (HEAD + 'parents = [{ actor = "x" }]\n', "actor x: is its own ancestor"),
        ("[office]\na = 1\n", "only [actor.SLUG] tables are known, found office"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path, text, message):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_registry([path])
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_file_that_is_not_toml_or_not_there(tmp_path):
    path = tmp_path / "mine.toml"
    with pytest.raises(RuleError, match="cannot be read"):
        load_registry([path])
    path.write_text("[actor", encoding="utf-8")
    with pytest.raises(RuleError, match="is not TOML"):
        load_registry([path])
