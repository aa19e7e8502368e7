"""我有旧清单: the code of a printed list is held under the scanner.

What a list says of itself now is `oldlist.py`; reading the code is the scanner's matter.
"""

from PySide6.QtCore import QObject
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import InputError
from kiosk.domain.hours import civil
from kiosk.ui.messages import FAULTS
from kiosk.ui.old_list import OldList
from kiosk.ui.screen import ScreenParts, ScreenViewModel
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

UNREADABLE = "E-SC-02"


@QmlElement
@QmlUncreatable("made by the shell")
class ScanViewModel(ScreenViewModel):
    """Listens to the scanner while the screen is in front."""

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._watch = Watch(self.look, self)

    def enter(self, arg: object) -> None:
        """Listen."""
        self._listen()
        self.ready()

    def resume(self) -> None:
        """Listen again; what was scanned meanwhile does not count."""
        self._listen()

    def leave(self) -> None:
        """Listen no more."""
        self._watch.stop()
        if self.services.scanning is not None:
            self.services.scanning.rest()

    def look(self) -> None:
        """Take what was scanned; ten times a second."""
        scanning = self.services.scanning
        text = scanning.take() if scanning is not None else None
        if text is not None:
            self._watch.stop()
            self._check(text)

    def _listen(self) -> None:
        if self.services.scanning is not None:
            self.services.scanning.listen()
            self._watch.start()

    def _check(self, text: str) -> None:
        """Read the code and compare its list with the one of today."""
        checklists, browse = self.services.checklists, self.services.browse
        today = civil(self.services.clock.now()).date()

        def check() -> OldList:
            found = checklists.check(text, today)
            try:
                enquiry = checklists.resume(text, today)
            except InputError:  # the code was read: its topic or its place is gone
                return OldList(check=found, enquiry=None, topic="")
            topic = browse.topic_name(enquiry.topic) or ""
            return OldList(check=found, enquiry=enquiry, topic=topic)

        self.tasks.run(check).then(self._found).otherwise(self._failed)

    def _found(self, found: OldList) -> None:
        self.router.push("oldlist", found)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, InputError):
            raise error
        self.frame.fault(FAULTS[UNREADABLE])
