"""The stops of the guidance flow: how to reach every state from R4 to R14."""

import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace

from kiosk.ports.devices import PrinterFault, PrinterTrouble
from kiosk.services.guidance import Enquiry
from kiosk.ui.list_job import Handover, ListJob
from tests.qml.scene import Scene

RESTAURANT = {
    "who": "self",
    "entity": "none-individual",
    "name": "yes",
    "size": "restaurant",
    "make": "hot",
    "fire-way": "promise",
    "site": "rent",
    "decor": "rebuild",
    "decor-area": "400",
    "decor-cost": "?",
    "sign": "street",
    "drain": "?",
    "tobacco": "yes",
    "liquor": "loose",
}
Reach = Callable[[Scene], None]


def _enquiry(scene: Scene, topic: str, answers: dict[str, str]) -> Enquiry:
    """Answer until nothing is asked any more: as given, else the first option."""
    guidance, visit = scene.station.guidance, scene.shell._services.visit
    enquiry = guidance.enquiry(topic, visit.region, scene.station.today(), {})
    while question := guidance.progress(enquiry).next_question:
        chosen = answers.get(question.id) or (question.options[0].id if question.options else "5")
        enquiry = guidance.answered(enquiry, question.id, [chosen])
    visit.enquiry = enquiry
    return enquiry


def begin(scene: Scene, **changed: str) -> Enquiry:
    """Answer everything about the restaurant."""
    scene.tap("attract.begin")
    return _enquiry(scene, "open-restaurant", RESTAURANT | changed)


def _at(name: str, arg: object = None, *taps: str, **changed: str) -> Reach:
    def reach(scene: Scene) -> None:
        begin(scene, **changed)
        scene.go(name, arg)
        for tap in taps:
            scene.tap(tap)

    return reach


def _with_list(name: str, wrap: Callable[[ListJob], object], **changed: str) -> Reach:
    def reach(scene: Scene) -> None:
        enquiry = begin(scene, **changed)
        job = ListJob(checklist=scene.station.guidance.checklist(enquiry), paper="a4")
        scene.go("checklist")
        scene.go(name, wrap(job))

    return reach


def _changed(scene: Scene) -> None:
    begin(scene)
    scene.go("answers")
    scene.go("question", "tobacco")
    scene.tap("question.option.no")
    scene.tap("shell.primary")


def _second_page(scene: Scene) -> None:
    begin(scene)
    scene.go("checklist")
    scene.tap("checklist.pager.next")


def _all_open(scene: Scene) -> None:
    """All groups unfolded, on the last page."""
    begin(scene)
    scene.go("checklist")
    model = scene.shell._model("checklist")
    for row in model.rows.rows:
        if row.kind == "group":
            model.open(row.key)
    while "checklist.pager.next" in scene.names():
        scene.tap("checklist.pager.next")


def _opened(kind: str) -> Reach:
    """The page behind the first row of a kind."""

    def reach(scene: Scene) -> None:
        begin(scene)
        scene.go("checklist")
        model = scene.shell._model("checklist")
        model.open(next(row.key for row in model.rows.rows if row.kind == kind))
        scene.settle()

    return reach


def _held(code: str, trouble: PrinterTrouble) -> Reach:
    def reach(scene: Scene) -> None:
        _with_list("printing", lambda job: job)(scene)
        fault = PrinterFault(code=code, trouble=trouble)
        scene.shell._model("printing").publish(state="held", held=fault)
        scene.settle()

    return reach


def _on_its_way(state: str) -> Reach:
    def reach(scene: Scene) -> None:
        _with_list("printing", lambda job: job)(scene)
        scene.shell._model("printing").publish(state=state)
        scene.settle()

    return reach


FLOW: tuple[tuple[str, str, Reach], ...] = (
    ("start", "start", _at("start", "open-restaurant")),
    ("region", "region", _at("region")),
    ("region-provinces", "region", _at("region", None, "region.elsewhere")),
    ("question-who", "question", _at("question", "who")),
    ("question-pages", "question", _at("question", "size")),
    ("question-many", "question", _at("question", "make")),
    ("question-yes-no", "question", _at("question", "tobacco")),
    ("question-number", "question", _at("question", "decor-area")),
    ("question-unknown", "question", _at("question", "drain")),
    ("answers", "answers", _at("answers")),
    ("answers-changed", "answers", _changed),
    ("list", "checklist", _at("checklist")),
    ("list-second-page", "checklist", _second_page),
    ("list-unfolded", "checklist", _all_open),
    ("list-stop", "checklist", _at("checklist", size="prepacked")),
    ("list-paper", "detail", _opened("paper")),
    ("list-step", "detail", _opened("step")),
    ("more", "more", _with_list("more", lambda job: replace(job, other="receipt"))),
    ("start-day", "startday", _at("startday")),
    ("start-day-days", "startday", _at("startday", dt.date(2026, 12, 7))),
    ("have", "have", _with_list("have", lambda job: job)),
    ("printed", "printing", _with_list("printing", lambda job: job)),
    ("print-preparing", "printing", _on_its_way("preparing")),
    ("print-moving", "printing", _on_its_way("printing")),
    ("print-no-paper", "printing", _held("E-PR-01", "no_paper")),
    ("print-jam", "printing", _held("E-PR-02", "jam")),
    ("print-asking", "printing", _on_its_way("asking")),
    ("codes", "takeaway", _with_list("takeaway", lambda job: job)),
    (
        "finish",
        "finish",
        _with_list("finish", lambda job: Handover(outcome="printed", checklist=job.checklist)),
    ),
)
