"""Why a line stands on the list: the trace of its condition as one plain sentence.

A line's own `why` from the catalogue always wins over these sentences.
"""

from collections.abc import Iterable

from kiosk.domain.condition import UNKNOWN_ANSWER, Age, All, Between, Includes, Is, Question
from kiosk.domain.ids import QuestionId
from kiosk.domain.kleene import Facts, Predicate, TraceItem

_SHORT = 2
"""Labels up to this many characters (是, 没有) say nothing without their question."""
_MOST = 3
"""More reasons than this make a sentence that nobody reads."""


class Reasons:
    """Sentences for one set of answers; those already made are kept.

    Args:
        facts: the answers of one replay.
        questions: all questions of the guide.
    """

    def __init__(self, facts: Facts, questions: Iterable[Question]) -> None:
        self._facts = facts
        self._questions = {q.id: q for q in questions}
        self._sentences: dict[Predicate, str | None] = {}
        self._chosen: dict[QuestionId, str] = {}

    def sentence(self, test: Predicate) -> str | None:
        """Return why a line is there, or on what it depends; None for a line everybody gets."""
        if test not in self._sentences:
            if isinstance(test.condition, All) and not test.condition.parts:
                words = None
            elif test.value(self._facts) is None:
                words = self._depends_on(test.residual(self._facts))
            else:
                words = self._because(test)
            self._sentences[test] = words
        return self._sentences[test]

    def _because(self, test: Predicate) -> str | None:
        """Return e.g. 因为您选了“卧床或行动不便”."""
        said = dict.fromkeys([self._fact(item) for item in test.trace(self._facts)])
        said.pop(None, None)
        return "因为" + "，".join([s for s in said if s][:_MOST]) if said else None

    def _depends_on(self, left: frozenset[QuestionId]) -> str | None:
        """Return e.g. 取决于“孩子满1岁了吗”, in the order of the questions."""
        asks = [f"“{_ask(q)}”" for name, q in self._questions.items() if name in left]
        return "取决于" + "、".join(asks[:_MOST]) if asks else None

    def _fact(self, item: TraceItem) -> str | None:
        """Return what the resident said that decided one atom, e.g. 您选了“临街招牌”."""
        atom = item.atom
        given = self._facts.given.get(atom.question, ())
        if item.value is None or not given or UNKNOWN_ANSWER in given:
            return None
        if not isinstance(atom, Is):
            return _compared(item, given, self._questions[atom.question])
        if atom.question not in self._chosen:
            self._chosen[atom.question] = _chosen(self._questions[atom.question], given)
        return self._chosen[atom.question]


def _compared(item: TraceItem, given: tuple[str, ...], question: Question) -> str | None:
    """Return what decided an atom that is more than the choice of one option."""
    match item.atom:
        case Includes() as atom if item.value:
            return _chosen(question, tuple(v for v in given if v in atom.values))
        case Includes() as atom:
            return f"您没选{_labels(question, atom.values)}"
        case Age() as atom:
            return _age(atom, bool(item.value))
        case Between():
            return f"您填的日子是{given[0]}"
        case _:
            return f"您填了{given[0]}{question.unit or ''}"


def _ask(question: Question) -> str:
    """Return a question without its question mark."""
    return question.ask.rstrip("？?")


def _labels(question: Question, values: Iterable[str]) -> str:
    """Return the labels of options as “…”、“…”."""
    words = {option.id: option.label for option in question.options}
    return "、".join([f"“{words.get(value, value)}”" for value in values])


def _chosen(question: Question, values: tuple[str, ...]) -> str:
    """Return 您选了“label”, with the question before labels too short to stand alone."""
    labels = _labels(question, values)
    if all(len(o.label) <= _SHORT for o in question.options if o.id in values):
        return f"“{_ask(question)}”您选了{labels}"
    return f"您选了{labels}"


def _age(atom: Age, value: bool) -> str | None:
    """Return the age band that decided, e.g. 年龄满80岁; never the date of birth itself."""
    if value:
        parts = []
        if atom.at_least is not None:
            parts.append(f"满{atom.at_least}岁")
        if atom.below is not None:
            parts.append(f"不满{atom.below}岁")
        return "年龄" + "、".join(parts) if parts else None
    if atom.below is None:
        return f"年龄不满{atom.at_least}岁"
    if atom.at_least is None:
        return f"年龄满{atom.below}岁"
    return f"年龄不在{atom.at_least}到{atom.below}岁之间"
