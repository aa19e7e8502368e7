"""R3 and R5: one question at a time, and the way back through those already answered.

Which question is next is `services/guidance.py`; the cards' layout is `card_stack.py`.
"""

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.checklist import GivenAnswer, QuestionView
from kiosk.domain.condition import UNKNOWN_ANSWER
from kiosk.domain.errors import InputError
from kiosk.domain.guidance import Progress
from kiosk.domain.hours import civil
from kiosk.services.guidance import Enquiry
from kiosk.ui import question_walk
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

EARLIEST = "1900-01-01"


class Card(Struct, frozen=True, kw_only=True):
    """One option as shown."""

    id: str
    label: str
    help: str
    chosen: bool


class Shown(Struct, frozen=True, kw_only=True):
    """A question, where the visit stands, and the answer given before, if any."""

    question: QuestionView | None
    progress: Progress
    given: tuple[str, ...]


@QmlElement
@QmlUncreatable("made by the shell")
class QuestionViewModel(ScreenViewModel):
    """The question in front. `enter("<question id>")` changes one answer and returns to R6."""

    questionChanged = Signal()
    answerChanged = Signal()
    subjectChanged = Signal()
    problemChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._question: QuestionView | None = None
        self._progress: Progress | None = None
        self._answer: tuple[str, ...] = ()
        self._changing: str | None = None
        self._subject = ""
        self._problem = ""
        self._cards = StructListModel(Card, self)

    # ---- what QML reads
    @Property(str, notify=questionChanged)
    def key(self) -> str:
        """The id of the question, or empty."""
        return self._question.id if self._question else ""

    @Property(str, notify=questionChanged)
    def ask(self) -> str:
        """The question."""
        return self._question.ask if self._question else ""

    @Property(str, notify=questionChanged)
    def hint(self) -> str:
        """The line below the question, or empty."""
        return (self._question.hint or "") if self._question else ""

    @Property(str, notify=questionChanged)
    def why(self) -> str:
        """为什么问这个, or empty."""
        return (self._question.why or "") if self._question else ""

    @Property(bool, notify=questionChanged)
    def hasHelp(self) -> bool:
        """Whether any option has a help line."""
        return self._question is not None and any(o.help for o in self._question.options)

    @Property(str, notify=questionChanged)
    def kind(self) -> str:
        """one, many, yes_no, number or date."""
        return self._question.kind if self._question else ""

    @Property(bool, notify=questionChanged)
    def hasUnknown(self) -> bool:
        """Whether 我不清楚 is offered."""
        return self._question is not None and self._question.unknown

    @Property(str, notify=questionChanged)
    def unit(self) -> str:
        """The unit behind a number, or empty."""
        return (self._question.unit or "") if self._question else ""

    @Property(str, notify=questionChanged)
    def least(self) -> str:
        """The earliest day of a date."""
        return (self._question.min if self._question else None) or EARLIEST

    @Property(str, notify=questionChanged)
    def most(self) -> str:
        """The last day of a date; today when the question does not say."""
        return (self._question.max if self._question else None) or self._today()

    @Property(QObject, constant=True)
    def cards(self) -> QObject:
        """The options as cards."""
        return self._cards

    @Property(bool, notify=answerChanged)
    def isUnknown(self) -> bool:
        """Whether 我不清楚 is chosen."""
        return self._answer == (UNKNOWN_ANSWER,)

    @Property(str, notify=answerChanged)
    def value(self) -> str:
        """The number or ISO day typed so far, or empty."""
        typed = self.kind in ("number", "date") and not self.isUnknown
        return self._answer[0] if typed and self._answer else ""

    @Property(bool, notify=answerChanged)
    def canGoOn(self) -> bool:
        """Whether an answer is chosen."""
        return bool(self._answer)

    @Property(str, notify=subjectChanged)
    def subject(self) -> str:
        """What the visit is about."""
        return self._subject

    @Property(str, notify=problemChanged)
    def problem(self) -> str:
        """Why the number or day was not taken, or empty."""
        return self._problem

    # ---- what QML does
    @Slot(str)
    def choose(self, option: str) -> None:
        """Highlight a card; of a `many` question, switch it. A site may let yes and no go on."""
        if self._question is None:
            return
        self._take(question_walk.switched(self._question, self._answer, option))
        if self.services.auto_next and self.kind == "yes_no":
            self.goOn()

    @Slot()
    def chooseUnknown(self) -> None:
        """Choose 我不清楚."""
        self._take((UNKNOWN_ANSWER,))

    @Slot(str)
    def setValue(self, text: str) -> None:
        """Take a number or an ISO day; empty takes it back."""
        self._take((text,) if text else ())

    @Slot()
    def goOn(self) -> None:
        """下一步."""
        enquiry, question = self.services.visit.enquiry, self._question
        if not self._answer or enquiry is None or question is None:
            return
        guidance, answer = self.services.guidance, self._answer

        def answered() -> tuple[Enquiry, Progress]:
            after = guidance.answered(enquiry, question.id, answer)
            return after, guidance.progress(after)

        self.tasks.run(answered).then(lambda result: self._answered(*result)).otherwise(
            self._refused
        )

    @Slot()
    def back(self) -> None:
        """Return to the question before, or to where the change of one answer came from."""
        if self._changing is not None:
            self.router.push("answers")
            return
        before = question_walk.before(self._order(), self.key)
        if before is None:
            self.router.back()
        else:
            self._show(before)

    @Slot()
    def explain(self) -> None:
        """Show 为什么问这个 with what had to leave the screen."""
        if self._question is not None:
            self.router.push("detail", question_walk.explanation(self._question))

    # ---- life
    def enter(self, arg: object) -> None:
        """Show the next open question, or the one whose id is `arg` to change its answer."""
        self._changing = arg if isinstance(arg, str) else None
        self._show(self._changing)

    # ---- inside
    def _show(self, question: str | None) -> None:
        """Load a question, by id or the next open one."""
        enquiry = self.services.visit.enquiry
        if enquiry is None:
            self.router.home()
            return
        guidance = self.services.guidance

        def load() -> tuple[Shown, str]:
            progress = guidance.progress(enquiry)
            view = guidance.question(enquiry, question) if question else progress.next_question
            given = enquiry.answers.get(view.id, ()) if view else ()
            topic = guidance.guide(enquiry.topic, enquiry.region, enquiry.as_of).topic
            return Shown(question=view, progress=progress, given=given), topic.plain

        self.tasks.run(load).then(lambda result: self._loaded(*result))

    def _loaded(self, shown: Shown, subject: str) -> None:
        self.publish(subject=subject)
        self._progress = shown.progress
        if shown.question is None:
            self._leave(shown.progress)
            return
        self._question = shown.question
        self._answer = shown.given
        self.questionChanged.emit()
        self._take(shown.given)
        self.frame.settle()
        self.ready()

    def _answered(self, enquiry: Enquiry, progress: Progress) -> None:
        """Keep the answer and go on: to the next question, to R6, or to R7 at a stop."""
        self.services.visit.enquiry = enquiry
        self._progress = progress
        changing = self._changing is not None
        following = None if changing else question_walk.after(self._order(), self.key)
        if progress.state == "blocked" or (following is None and progress.next_question is None):
            self._leave(progress)
        else:
            self._show(following)

    def _refused(self, error: Exception) -> None:
        """Say why a number or day was not taken; anything else is no answer's fault."""
        if not isinstance(error, InputError):
            raise error
        self.publish(problem=error.message)

    def _leave(self, progress: Progress) -> None:
        """Questions are over."""
        self.router.push("checklist" if progress.state == "blocked" else "answers")

    def _today(self) -> str:
        return civil(self.services.clock.now()).date().isoformat()

    def _order(self) -> tuple[GivenAnswer, ...]:
        """Return the answers that count, in the order asked."""
        return self._progress.answered if self._progress else ()

    def _take(self, answer: tuple[str, ...]) -> None:
        """Show another answer."""
        self._answer = answer
        self.publish(problem="")
        options = self._question.options if self._question else ()
        self._cards.show(
            tuple(
                Card(id=o.id, label=o.label, help=o.help or "", chosen=o.id in answer)
                for o in options
            )
        )
        self.answerChanged.emit()
