"""The shipped product as the benchmarks use it: station, fonts, a whole set of answers."""

import datetime as dt
import random
import tempfile
from pathlib import Path

from kiosk.bootstrap import Station
from kiosk.cli.context import Launch
from kiosk.documents.checklist_pdf import ChecklistPdf
from kiosk.documents.qr import QrCodes
from kiosk.domain.condition import Question
from kiosk.files import bundled
from kiosk.ports.documents import FontFiles
from kiosk.services.guidance import Enquiry

TODAY = dt.date(2026, 11, 21)
REGION = "341602"
TOPIC = "open-restaurant"
FONTS = (
    bundled("assets", "fonts", "NotoSansSC-Regular.ttf"),
    bundled("assets", "fonts", "NotoSansSC-Bold.ttf"),
)


def a_station() -> Station:
    """Return a station on a data folder of its own, with the shipped starter."""
    return Launch(Path(tempfile.mkdtemp(prefix="bench-")), None).station


def paper() -> tuple[ChecklistPdf, QrCodes]:
    """Return the A4 renderer and the encoder of its codes."""
    qr = QrCodes()
    return ChecklistPdf(FontFiles(regular=FONTS[0], bold=FONTS[1]), qr), qr


def a_value(question: Question, choices: tuple[str, ...], chance: random.Random) -> str:
    """Return one answer that the question allows."""
    if question.kind == "number":
        low, high = int(float(question.min or 0)), int(float(question.max or 1000))
        return str(chance.randint(low, min(high, low + 1000)))
    if question.kind == "date":
        return (TODAY - dt.timedelta(days=chance.randint(0, 36500))).isoformat()
    return chance.choice(choices)


def walked(kiosk: Station, seed: int, topic: str = TOPIC) -> Enquiry:
    """Walk a topic to its end with seeded answers, never 我不清楚."""
    chance = random.Random(seed)  # noqa: S311  not a secret
    enquiry = kiosk.guidance.enquiry(topic, REGION, TODAY, {})
    while (view := kiosk.guidance.progress(enquiry).next_question) is not None:
        question = Question(id=view.id, ask=view.ask, kind=view.kind, min=view.min, max=view.max)
        options = tuple(option.id for option in view.options)
        enquiry = kiosk.guidance.answered(enquiry, view.id, (a_value(question, options, chance),))
    return enquiry


def longest(kiosk: Station, tries: int = 60) -> Enquiry:
    """Return the walk with the longest list of some."""
    walks = (walked(kiosk, seed) for seed in range(tries))
    return max(walks, key=lambda walk: len(kiosk.guidance.checklist(walk).materials))
