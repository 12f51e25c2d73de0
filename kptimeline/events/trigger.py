"""A mention in the making: the words that tell of it, and what is known of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.attribution import Claim
from kptimeline.events.typing import Frame, intended
from kptimeline.records import ActorReading, Standing, Status

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

_WILL = frozenset({"will", "wo", "would"})


@dataclass(slots=True)
class Trigger:
    """A mention in the making: `head` tells what, `carrier` has tense and clause, `noun` is a light verb's object."""

    index: int  # of the sentence
    head: Token
    carrier: Token
    frame: Frame | None
    status: Status
    noun: Token | None = None
    by: tuple[ActorReading, ...] = ()
    to: tuple[ActorReading, ...] = ()
    claim: Claim | None = None
    offset: int = 0  # of the sentence in the article
    standing: Standing = Standing.EVENT
    apart: bool = False  # the carrier has a type, and so is an act of its own

    @property
    def type(self) -> str | None:
        """The PLOVER type, STATEMENT, or None; that of what is intended where it has not been done."""
        if self.frame is None:
            return None
        will = any(one.tag_ == "MD" and one.lower_ in _WILL for one in syntax.auxiliaries(self.carrier))
        said = {one.name for one in self.claim.speakers} if self.claim else set()
        doers = {one.name for one in self.by}
        type_ = intended(self.frame.type, self.status, future=will, own=bool(said) and said == doers)
        # *Experts said that China would bomb it* is no threat: others foretell what it is going to do.
        foretold = bool(said and doers) and said.isdisjoint(doers)
        return self.frame.type if type_ == "THREATEN" and foretold else type_

    @property
    def tokens(self) -> tuple[Token, Token]:
        """First and last token of the trigger: a light verb with its noun where they stand near each other."""
        noun = self.noun
        if noun is not None and abs(noun.i - self.head.i) <= 5:
            return (self.head, noun) if noun.i > self.head.i else (noun, self.head)
        particle = syntax.child(self.head, "prt")
        if particle is not None and particle.i == self.head.i + 1:
            return self.head, particle
        return self.head, self.head

    @property
    def is_saying(self) -> bool:
        """Whether it tells no more than that something was said."""
        return self.type == "STATEMENT"
