"""What a parse says of a verb: its subject, objects, prepositions, and what governs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_TIMES = frozenset({"DATE", "TIME"})
_PARTICLES = frozenset({"down", "out", "off", "over", "up", "away", "back", "aside"})
_APART = frozenset({"conj", "parataxis", "advcl", "ccomp", "relcl"})
_TAKES_PART = frozenset({"engage", "involve", "interest"})
# What they are they feel or intend themselves: *is committed to peace*, *was outraged at the raid*.
_MINDED = frozenset(
    {"alarm", "anger", "appall", "commit", "concern", "convince", "dedicate", "delight", "determine", "disappoint"}
    | {"disturb", "frustrate", "incline", "infuriate", "oppose", "outrage", "please", "prepare", "resolve", "sadden"}
    | {"satisfy", "shock", "tempt", "trouble", "upset", "worry"}
)  # fmt: skip
_BEFORE_NOUNS = frozenset({"amod", "compound", "poss", "nmod"})
_RELATIVE = frozenset({"which", "who", "that", "whom"})
_CLAUSE_TOO = frozenset(
    {"after", "before", "since", "until", "till"}
)  # prepositions that clauses begin with, too
_MEANS = frozenset({"by", "in"})
_QUOTED = frozenset({"quote", "cite", "report"})
_MEANWHILE = frozenset({"while", "when", "whilst"})


def is_verb(token: Token) -> bool:
    """A verb, the copula and auxiliaries that stand for one included."""
    return token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass")


def child(token: Token, *deps: str) -> Token | None:
    """The first child that hangs by one of these relations."""
    return next((one for one in token.children if one.dep_ in deps), None)


def auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries of a verb, left to right; a coordinated verb without any has those of the first."""
    found = [one for one in verb.children if one.dep_ in ("aux", "auxpass")]
    if not found and verb.dep_ == "conj" and is_verb(verb.head) and not own_subject(verb):
        same = verb.tag_ in {verb.head.tag_, "VB"}
        return auxiliaries(verb.head) if same else []
    return found


def is_finite(verb: Token) -> bool:
    """Whether the verb has tense of its own or by its auxiliaries; an infinitive and a bare participle have not."""
    aux = auxiliaries(verb)
    if any(one.tag_ == "TO" for one in aux):
        return False
    if any(one.tag_ in ("MD", "VBD", "VBZ", "VBP") for one in aux):
        return True
    return verb.tag_ in ("VBD", "VBZ", "VBP") or (
        verb.tag_ in ("VB", "VBN") and own_subject(verb) is not None
    )


def is_to_blame(verb: Token) -> bool:
    """*Peru was to blame*: an infinitive that is done to its subject, and is no plan."""
    bare = verb.lemma_.casefold() == "blame" and verb.tag_ == "VB" and child(verb, "dobj") is None
    return bare and verb.dep_ == "xcomp" and verb.head.lemma_ == "be"


def is_passive(verb: Token) -> bool:
    """Whether its subject is the one that it is done to."""
    if (
        verb.lemma_.casefold() in _TAKES_PART
        and child(verb, "agent") is None
        and verb.dep_ not in ("acl", "relcl")
    ):
        return not any(
            prep == "in" for prep, _ in prepositions(verb)
        )  # *are engaged in fighting*: they fight
    if verb.lemma_.casefold() in _MINDED and child(verb, "agent") is None and verb.dep_ != "acl":
        return False
    if child(verb, "nsubjpass", "auxpass"):
        return True
    if verb.tag_ in ("VBD", "VBN") and child(verb, "agent") is not None and child(verb, "dobj") is None:
        return True  # *forces backed by allies*, which the parse takes for their own act
    if verb.dep_ == "conj" and not own_subject(verb) and is_verb(verb.head) and verb.tag_ == "VBN":
        return is_passive(verb.head)
    bare = not own_subject(verb) and not any(one.dep_ == "aux" for one in verb.children)
    return verb.dep_ in ("acl", "advcl") and verb.tag_ == "VBN" and bare


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs from the verb itself; in *After the talks Kim signed* the one that *after* does not take."""
    found = [one for one in verb.children if one.dep_ in SUBJECTS]
    if len(found) > 1 and any(one.dep_ == "mark" and one.i < found[0].i for one in verb.children):
        return found[1]
    return next(iter(found), None) or _misplaced_subject(verb)


def _misplaced_subject(verb: Token) -> Token | None:
    """*Chad left, an envoy, Ann Lee, wrote*: whom the parse makes an apposition of what stands before.

    Of two clauses without a conjunction the second has a subject of its own; a name goes before what describes it.
    """
    if verb.dep_ not in ("conj", "advcl") or verb.tag_ not in ("VBD", "VBZ") or verb.i < 3:
        return None
    if any(one.dep_ == "cc" for one in (*verb.children, *verb.head.children)):
        return None
    if verb.dep_ == "advcl" or verb.nbor(-1).text != ",":
        return object_before(verb)
    near = verb.nbor(-2)
    if near.dep_ != "appos":
        return None
    beside = [one for one in (near.head, *near.head.children) if one.dep_ == "appos" and one.i <= near.i]
    return next((one for one in reversed(beside) if one.ent_type_ == "PERSON"), near)


def object_before(verb: Token) -> Token | None:
    """*Peru sued a year after the raid killed two*: the noun of *after* right before a verb that nothing joins."""
    if (
        verb.dep_ not in ("conj", "advcl")
        or verb.tag_ not in ("VBD", "VBZ")
        or child(verb, "mark") is not None
    ):
        return None
    for prep, noun in prepositions(verb.head):
        if prep in _CLAUSE_TOO and noun.right_edge.i == verb.i - 1:
            return noun
    return None


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The subject, through coordination, control, relative clauses and participles."""
    own = own_subject(verb)
    if own is not None:
        if own.lower_ in _RELATIVE and verb.dep_ == "relcl":
            return verb.head
        return own
    head = verb.head
    if depth > 4 or head == verb:
        return None
    if verb.dep_ == "relcl" and any(
        one.dep_ in ("dobj", "pobj") and one.lower_ in _RELATIVE for one in verb.subtree
    ):
        return None
    if verb.dep_ == "acl":
        return head
    if verb.dep_ == "xcomp" and is_verb(head):
        controlled = child(head, "dobj")
        return controlled if controlled is not None and not is_passive(head) else subject(head, depth + 1)
    if (
        verb.dep_ == "conj"
        and verb.tag_ in ("VBD", "VBZ", "VBP")
        and head.tag_ == "VB"
        and head.dep_ in ("xcomp", "advcl")
    ):
        return subject(head.head, depth + 1)  # *urged them to go and left*: who urged left
    if verb.dep_ == "pcomp" and head.dep_ == "prep" and is_verb(head.head):
        whom = child(head.head, "dobj", "nsubjpass")  # *accused China of sending it*
        return whom if whom is not None else subject(head.head, depth + 1)
    if verb.dep_ in ("conj", "advcl", "dep") and is_verb(head):
        return subject(head, depth + 1)
    if verb.dep_ == "xcomp" and head.pos_ == "ADJ" and is_verb(head.head):
        return subject(head.head, depth + 1)
    if (above := same_time(verb)) is not None:
        return subject(above, depth + 1)
    return None


def same_time(verb: Token) -> Token | None:
    """The verb that a gerund tells the means or the time of: *began by thanking*, *while landing he saw*, *was quoted as saying*."""
    if verb.tag_ != "VBG" or own_subject(verb) is not None:
        return None
    head = verb.head
    if verb.dep_ == "pcomp" and head.lower_ in _MEANS and is_verb(head.head):
        return head.head
    if verb.dep_ == "pcomp" and head.lower_ == "as" and head.head.lemma_.casefold() in _QUOTED:
        return head.head
    meanwhile = any(one.dep_ in ("mark", "advmod") and one.lower_ in _MEANWHILE for one in verb.children)
    return head if verb.dep_ == "advcl" and meanwhile and is_verb(head) else None


def objects(verb: Token) -> list[Token]:
    """Direct objects and the dative, coordination left to the names; for a passive its subject."""
    found = [one for one in verb.children if one.dep_ in ("dobj", "dative") and one.pos_ != "ADP"]
    if is_passive(verb):
        patient = child(verb, "nsubjpass") or subject(verb)
        found = [patient, *found] if patient is not None else found
    if not found and verb.dep_ == "conj" and is_verb(verb.head) and not own_subject(verb):
        return []
    return found


def prepositions(token: Token) -> list[tuple[str, Token]]:
    """(preposition, its object) that hang from a token, one step of *out of* included."""
    found = []
    for one in token.children:
        if one.lower_ == "according":
            continue
        if one.dep_ in ("advmod", "prt") and one.lower_ in _PARTICLES:
            found += prepositions(one)  # *handed it back to Chad*, *stayed away from the talks*
        if one.dep_ in ("prep", "dative", "agent") and one.pos_ in ("ADP", "SCONJ", "VERB", "PART"):
            for two in one.children:
                if two.dep_ == "pobj" and two.ent_type_ not in _TIMES:
                    found.append((one.lower_, two))
                elif two.dep_ == "prep":
                    found += [(f"{two.lower_}", three) for three in two.children if three.dep_ == "pobj"]
                elif two.dep_ == "pcomp":
                    found += [("pcomp", three) for three in two.children if three.dep_ in ("dobj", "pobj")]
    return found


def lemma(token: Token) -> str:
    """The lemma in lower case, particle included: *carry out*; the hyphened halves of *test-fired* joined."""
    base = token.lemma_.casefold()
    particle = child(token, "prt") or next(
        (one for one in token.children if one.i == token.i + 1 and one.lower_ in _PARTICLES), None
    )
    return f"{base} {particle.lower_}" if particle is not None and is_verb(token) else base


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above a token."""
    at = token
    while at.head != at:
        at = at.head
        if is_verb(at):
            return at
    return None


def phrase_head(token: Token) -> Token:
    """The noun that a name stands before: *forces* for *Russian forces*; the name itself where it stands alone."""
    while token.dep_ in _BEFORE_NOUNS and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    return token


def under(token: Token) -> str:
    """The preposition that a noun stands under, empty where there is none."""
    return token.head.lower_ if token.dep_ == "pobj" else ""


def clause(token: Token) -> Token:
    """The verb with a subject of its own whose clause a token stands in, or the root."""
    at = token
    while at.head != at:
        at = at.head
        if is_verb(at) and own_subject(at) is not None:
            return at
    return at


def own_words(verb: Token) -> Iterator[Token]:
    """The words of a verb's clause, what others say (*according to …*) and acts with a subject of their own left out."""
    todo = [verb]
    for one in todo:
        yield one
        todo += [
            two
            for two in one.children
            if two.lower_ != "according"
            and not (two.dep_ in _APART and is_verb(two) and own_subject(two) is not None)
        ]


def main_verbs(root: Token) -> list[Token]:
    """The root verb of a sentence and the verbs coordinated with it."""
    found = [root]
    for verb in found:
        found += [one for one in verb.children if one.dep_ == "conj" and is_verb(one) and one not in found]
    return found


def cuts(doc: Doc) -> tuple[int, ...]:
    """The offsets of a sentence at which two words are run together: *Kim Jong Unmet*."""
    return doc.user_data.get("cuts", ())  # type: ignore[no-any-return]


def text(doc: Doc) -> str:
    """The text of a sentence, which spaCy puts together from its words whenever it is asked."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return doc.user_data["text"]  # type: ignore[no-any-return]


def in_quotes(token: Token) -> bool:
    """Whether an odd number of double quotation marks stands before the token in its sentence."""
    before = text(token.doc)[: token.idx]
    straight = before.count('"')
    return straight % 2 == 1 or before.count("“") > before.count("”")


def coordinated(head: Token) -> list[Token]:
    """A noun and those joined to it, in order, itself first; two joins that the parser hangs elsewhere among them.

    *Chad's president, Idris, and Niger's leader, Salou*: the leader hangs from *Idris*. *Chad's president, Idris, and
    Niger met*: Niger is a second subject. *Two envoys, Idris and Salou*: both names say who the envoys are.
    """
    found = [head]
    for one in found:
        joined = [two for two in one.children if two.dep_ == "conj"]
        for name in (two for two in one.children if two.dep_ == "appos" and two.pos_ == "PROPN"):
            after = [two for two in name.children if two.i > name.i]
            if one.tag_ == "NNS" or [two.dep_ for two in after[:3]] == ["punct", "cc", "conj"]:
                joined += [two for two in after if two.dep_ == "conj"]
        if one.dep_ in ("nsubj", "nsubjpass") and (last := _open_and(one)) is not None:
            joined += [
                two for two in one.head.children if two.dep_ == one.dep_ and two.left_edge.i == last.i + 1
            ]
        found += [two for two in joined if two not in found]
    return found


def _open_and(noun: Token) -> Token | None:
    """The conjunction after a noun to which the parser joins nothing."""
    after = [two for two in noun.children if two.i > noun.i]
    return after[-1] if after and after[-1].dep_ == "cc" else None
