"""R6: the answers so far, each with 修改; after a change, what it does to the list.

Asking a question again is `question.py`.
"""

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.changes import Difference
from kiosk.domain.checklist import GivenAnswer
from kiosk.domain.condition import UNKNOWN_ANSWER
from kiosk.services.guidance import Enquiry
from kiosk.ui.list_model import StructListModel
from kiosk.ui.list_summary import difference_words
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


class AnswerRow(Struct, frozen=True, kw_only=True):
    """One question and its answer."""

    key: str
    ask: str
    answer: str
    unclear: bool


@QmlElement
@QmlUncreatable("made by the shell")
class AnswersViewModel(ScreenViewModel):
    """What R6 shows; remembers the answers that were kept last, for 改回去."""

    subjectChanged = Signal()
    differenceChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._rows = StructListModel(AnswerRow, self)
        self._subject = ""
        self._difference = ""
        self._kept: Enquiry | None = None

    @Property(str, notify=subjectChanged)
    def subject(self) -> str:
        """What the visit is about."""
        return self._subject

    @Property(str, notify=differenceChanged)
    def difference(self) -> str:
        """如果这样：多带1样，少跑1趟. Empty when nothing was changed."""
        return self._difference

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """The answers in the order asked."""
        return self._rows

    @Slot(str)
    def change(self, question: str) -> None:
        """修改."""
        self.router.push("question", question)

    @Slot()
    def undo(self) -> None:
        """改回去: the answers as they were before the change."""
        if self._kept is not None:
            self.services.visit.enquiry = self._kept
            self.enter(None)

    @Slot()
    def goOn(self) -> None:
        """没错，看清单: the answers are kept."""
        self._kept = self.services.visit.enquiry
        self.router.push("checklist")

    def enter(self, arg: object) -> None:
        """Load the answers, and compare with those kept before."""
        enquiry = self.services.visit.enquiry
        if enquiry is None:
            self.router.home()
            return
        if self._kept is None or self._is_other(self._kept, enquiry):
            self._kept = enquiry
        kept, guidance = self._kept, self.services.guidance

        def load() -> tuple[tuple[GivenAnswer, ...], Difference | None, str]:
            changed = guidance.what_if(kept, enquiry) if kept != enquiry else None
            topic = guidance.guide(enquiry.topic, enquiry.region, enquiry.as_of).topic
            return guidance.question_order(enquiry), changed, topic.plain

        self.tasks.run(load).then(lambda result: self._loaded(*result))

    def resume(self) -> None:
        """The list was looked at; its answers are the kept ones."""
        self.enter(None)

    def _is_other(self, kept: Enquiry, now: Enquiry) -> bool:
        return (kept.topic, kept.region) != (now.topic, now.region)

    def _loaded(
        self, given: tuple[GivenAnswer, ...], changed: Difference | None, subject: str
    ) -> None:
        self._rows.show(
            tuple(
                AnswerRow(
                    key=g.question,
                    ask=g.ask,
                    answer="、".join(g.label),
                    unclear=g.answer == (UNKNOWN_ANSWER,),
                )
                for g in given
            )
        )
        self.publish(subject=subject, difference=difference_words(changed) if changed else "")
        self.ready()
        self.router.prepare("checklist")
