"""R2-S: search by letters or Chinese; results at every key, no search button.

What covers a query and in which order is `domain/search.py`. Nothing typed is kept.
"""

from html import escape

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.search import SearchAnswer, SearchHit
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

PER_PAGE = 4
MAX_QUERY = 20


class Result(Struct, frozen=True, kw_only=True):
    """One hit: `marked` is its name with the match in <b>, `why` another name that matched."""

    key: str
    topic: str
    name: str
    marked: str
    why: str


class Word(Struct, frozen=True, kw_only=True):
    """A word of the catalogue for the letters so far."""

    text: str


class Found(Struct, frozen=True, kw_only=True):
    """What one look-up brought."""

    answer: SearchAnswer
    words: tuple[str, ...]


@QmlElement
@QmlUncreatable("made by the shell")
class SearchViewModel(ScreenViewModel):
    """`state` is empty (nothing typed), found or none (only near ones)."""

    queryChanged = Signal()
    stateChanged = Signal()
    digitsChanged = Signal()
    pageChanged = Signal()
    pagesChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._query = ""
        self._state = "empty"
        self._digits = False
        self._page = 0
        self._pages = 1
        self._hits: tuple[SearchHit, ...] = ()
        self._results = StructListModel(Result, self)
        self._words = StructListModel(Word, self)

    @Property(str, notify=queryChanged)
    def query(self) -> str:
        """What stands in the field."""
        return self._query

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        """empty, found or none."""
        return self._state

    @Property(bool, notify=digitsChanged)
    def digits(self) -> bool:
        """Whether the pad shows digits in place of letters."""
        return self._digits

    @Property(int, notify=pageChanged)
    def page(self) -> int:
        """The page of results, from 0."""
        return self._page

    @Property(int, notify=pagesChanged)
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return self._pages

    @Property(QObject, constant=True)
    def results(self) -> QObject:
        """The hits of the page, or the near ones: key, topic, name, marked, why."""
        return self._results

    @Property(QObject, constant=True)
    def words(self) -> QObject:
        """Up to six catalogue words for the letters so far: text."""
        return self._words

    def enter(self, arg: object) -> None:
        """Begin with an empty field."""
        self.publish(digits=False)
        self._show_query("")
        self.ready()

    def leave(self) -> None:
        """Count a search that found nothing; what was typed is nobody's business."""
        if self._state == "none":
            self.services.tally.count("misses")

    @Slot(str)
    def type(self, text: str) -> None:
        """Add what was typed on the pad or on an attached keyboard; other keys type nothing."""
        kept = "".join(c for c in text if c.isalnum())
        if kept:
            self._show_query((self._query + kept.lower())[:MAX_QUERY])

    @Slot()
    def erase(self) -> None:
        """Take the last character away."""
        self._show_query(self._query[:-1])

    @Slot()
    def clear(self) -> None:
        """Empty the field."""
        self._show_query("")

    @Slot(str)
    def take(self, word: str) -> None:
        """Put a catalogue word in place of the letters that led to it."""
        stem = self._query.rstrip("abcdefghijklmnopqrstuvwxyz")
        self._show_query((stem + word)[:MAX_QUERY])

    @Slot()
    def switchPad(self) -> None:
        """Letters or digits."""
        self.publish(digits=not self._digits)

    @Slot(int)
    def turn(self, pages: int) -> None:
        """Turn pages forward (1) or back (-1)."""
        page = min(max(self._page + pages, 0), self._pages - 1)
        self.publish(page=page)
        shown = self._hits[page * PER_PAGE : (page + 1) * PER_PAGE]
        self._results.show(tuple(_result(hit) for hit in shown))

    @Slot(str)
    def choose(self, topic: str) -> None:
        """Go on to the start page of a topic."""
        self.router.push("start", topic)

    @Slot()
    def showAll(self) -> None:
        """▢看全部事项."""
        self.router.push("topics")

    @Slot()
    def callStaff(self) -> None:
        """▢叫工作人员."""
        self.router.push("staff")

    def _show_query(self, query: str) -> None:
        self.publish(query=query)
        if not query:
            self._show(Found(answer=SearchAnswer(query="", results=(), near=()), words=()))
            return
        browse = self.services.browse
        letters = query[len(query.rstrip("abcdefghijklmnopqrstuvwxyz")) :]

        def look() -> Found:
            words = browse.words(letters) if letters else ()
            return Found(answer=browse.search(query), words=words)

        self.tasks.run(look).then(self._found)

    def _found(self, found: Found) -> None:
        if found.answer.query == self._query:
            self._show(found)

    def _show(self, found: Found) -> None:
        answer = found.answer
        state = "empty" if not answer.query else "found" if answer.results else "none"
        self._hits = answer.results or answer.near[:PER_PAGE]
        self._words.show(tuple(Word(text=w) for w in found.words))
        self.publish(state=state, pages=max(1, -(-len(self._hits) // PER_PAGE)), page=0)
        self.turn(0)


def _result(hit: SearchHit) -> Result:
    """Mark the matched part of a name; a match elsewhere is named beside it."""
    before, match, after = hit.name.partition(hit.matched)
    if hit.matched and match:
        marked = f"{escape(before)}<b>{escape(match)}</b>{escape(after)}"
        return Result(key=hit.id, topic=hit.topic, name=hit.name, marked=marked, why="")
    plain = escape(hit.name)
    return Result(key=hit.id, topic=hit.topic, name=hit.name, marked=plain, why=hit.matched)
