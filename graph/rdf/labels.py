"""Labels of resources, classes and predicates: the user's predicates first, then the user's languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral

from graph.arrays.csr import distinct
from graph.named import NamedTuple
from graph.rdf.naming import LABEL_PREDICATES, USUAL, Naming, is_alternative, label_rank
from graph.rdf.source import Quads
from graph.rdf.tails import decoded
from graph.rdf.terms import local_name, to_iri
from graph.rdf.vocabulary import Vocabulary
from graph.work.progress import Job, Progress

_STEP = 4096
_SAMPLE = 2000
"""Number of values that tell which of the languages that the user does not read are the most frequent."""
_FOREIGN = 24
"""Number of such languages with an order of their own."""
_WORST = 1 << 40
_TAG = (
    r"(?i)</?(?:a|abbr|b|bdi|bdo|big|br|cite|code|div|em|font|h[1-6]|i|li|mark|ol|p|q|s|small|span|strong|sub|sup|tt|u|ul)"
    r"(?:\s[^<>]*)?/?>"
)
_WORD = re.compile("[A-Z][a-z]{2}")
"""The beginning of a word after an abbreviation; ``URLs`` has none."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

Keys = Callable[[str, int], Sequence[int]]
"""For a predicate, by its IRI, and a number of languages: the rank of its values in each language, the least best."""


class Name(NamedTuple):
    """The name of a term; ``weak`` if a label of the bundled vocabularies is better for a class or predicate."""

    text: str
    weak: bool


Text = tuple[str, int, bool, int]
"""The best text about a term: the text, its predicate, True if the user does not read its language, and its rank."""


def plain_name(text: str) -> str:
    """A text as a name: on one line, without tags of HTML, character references and the scheme of an e-mail address."""
    if "<" in text:
        text = re.sub(_TAG, "", text)
    if "&" in text and _ENTITY.search(text):
        from html import unescape

        text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    return " ".join(text.split()).removeprefix("mailto:")


def shortened(text: str, most: int) -> str:
    """A text of at most ``most`` characters (from 12 on), cut in its middle: “Long beginning … ending”; at spaces where
    there are some near.
    """
    if len(text) <= most:
        return text
    tail = text[len(text) - most // 3 :]
    head = text[: most - 3 - len(tail)]
    if " " in tail[:-4]:
        tail = tail[tail.index(" ") + 1 :]
    if " " in head[4:]:
        head = head[: head.rindex(" ")]
    return f"{head.rstrip()} … {tail.lstrip()}"


def choose_texts(quads: Quads, rows: NDArray[np.integer], languages: Sequence[str], keys: Keys) -> Job[dict[int, Text]]:
    """The best text of each subject of the quads in ``rows``, whose objects are literals; of equals, the first read.

    ``languages`` are the user's, best first; texts without a language come next, then texts in any other language, the
    most frequent one first.
    """
    terms = quads.terms
    tags = _tags(quads, rows, languages)
    first_foreign = len(set(languages)) + 1
    rest = first_foreign + _FOREIGN
    ranks = {t: keys(to_iri(terms[t]), rest + 1) for t in distinct(quads.predicate[rows]).tolist()}
    best: dict[int, int] = {}
    found: dict[int, Text] = {}
    columns = zip(quads.subject[rows].tolist(), quads.predicate[rows].tolist(), quads.object[rows].tolist())
    for done, (subject, predicate, value) in enumerate(columns):
        if done % _STEP == 0:
            yield Progress("Naming resources", done, len(rows))
        term = terms[value]
        tag, text = (term.language, term.value) if type(term) is OxLiteral else (None, str(term))
        language = tags.get(tag, -1)
        if language < 0:
            low = str(tag).lower()
            language = tags[tag] = tags.get(low, tags.get(low.split("-")[0], rest))
        key = ranks[predicate][language]
        if key < best.get(subject, _WORST) and (text := plain_name(text)):
            best[subject] = key
            found[subject] = text, predicate, language >= first_foreign, key
    return found


def _tags(quads: Quads, rows: NDArray[np.integer], languages: Sequence[str]) -> dict[str | None, int]:
    """The order of language tags: the user's, none, then others by their frequency in a sample of the values."""
    tags: dict[str | None, int] = {tag: i for i, tag in enumerate(dict.fromkeys((*map(str.lower, languages), "")))}
    tags[None] = tags[""]
    own = len(tags) - 1
    sample = quads.object[rows[:: len(rows) // _SAMPLE + 1]].tolist()
    times = Counter(getattr(quads.terms[value], "language", None) for value in sample)
    others = sorted((-number, tag) for tag, number in times.items() if tag)
    foreign = dict.fromkeys(base for _, tag in others if (base := tag.split("-")[0].lower()) not in tags)
    tags.update(zip(list(foreign)[:_FOREIGN], range(own, own + _FOREIGN)))
    return tags


def label_keys(naming: Naming = USUAL) -> Keys:
    """Ranks for labels: the user's predicates, then the user's languages, then the predicate; alternatives last."""
    first_foreign = len(set(naming.languages)) + 1

    def keys(iri: str, count: int) -> Sequence[int]:
        if iri in naming.predicates:
            start = naming.predicates.index(iri) * count
            return range(start, start + count)
        rank = label_rank(iri) or 0
        tier = len(naming.predicates) * count
        size = 1000 * count
        if is_alternative(iri):
            return range(tier + 3 * size + rank * count, tier + 3 * size + rank * count + count)
        if rank < len(LABEL_PREDICATES):  # names of the same standing: the language decides
            return [tier + (2 * size if i >= first_foreign else 0) + i * 100 + rank for i in range(count)]
        return [tier + (2 if i >= first_foreign else 1) * size + 500 * count + rank * count + i for i in range(count)]

    return keys


def choose_names(quads: Quads, rows: NDArray[np.integer], naming: Naming = USUAL) -> Job[dict[int, Name]]:
    """Names of all terms that the quads in ``rows`` name, by term; of equally good names the first one read wins."""
    texts = yield from choose_texts(quads, rows, naming.languages, label_keys(naming))
    return {subject: as_name(quads, text, naming) for subject, text in texts.items()}


def as_name(quads: Quads, found: Text, naming: Naming) -> Name:
    """A text as the name of a class or predicate."""
    text, predicate, is_foreign, _ = found
    in_english = "en" in naming.languages  # as the bundled labels are
    return Name(text, (is_foreign and in_english) or is_alternative(to_iri(quads.terms[predicate])))


def word_for(iri: str, own: Name | None, vocabulary: Vocabulary) -> str:
    """Label of a class or predicate: the source's ``own``, the vocabulary's, or its local name made readable."""
    known = vocabulary.labels.get(iri)
    if own is not None and not (known and own.weak):
        return own.text
    return known or spaced(decoded(local_name(iri)))


def spaced(name: str) -> str:
    """``hasCostCentre`` and ``has_cost_centre`` as “has cost centre”, ``RSAPublicKey`` as “RSA public key”."""
    out: list[str] = []
    for i, char in enumerate(name):
        if char in "_-":
            out.append(" ")
        elif char.isupper() and i and name[i - 1].islower():
            out.append(" " + (char.lower() if not name[i + 1 : i + 2].isupper() else char))
        elif char.isupper() and i and name[i - 1].isupper() and _WORD.match(name, i):
            out.append(" " + char.lower())
        else:
            out.append(char)
    return "".join(out).strip() or name


def naming_predicates(quads: Quads, terms: Iterable[int]) -> list[int]:
    """Predicates among ``terms`` that give names."""
    return [term for term in terms if label_rank(to_iri(quads.terms[term])) is not None]
