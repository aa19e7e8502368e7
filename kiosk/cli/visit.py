"""Visit scripts: YAML becomes the values that the player performs; the printed list is kept.

Playing them does not belong here (`ui/player.py`). The script language is described in docs/ui.md.
"""

import re
from collections.abc import Callable
from pathlib import Path

import yaml

from kiosk.cli.visit_inputs import card_of, code_of
from kiosk.domain.errors import InputError
from kiosk.domain.pin import PIN_DIGITS
from kiosk.files import file_error, write_atomic
from kiosk.ui.script import (
    Card,
    Expect,
    Hold,
    Pass,
    Press,
    Printer,
    Scan,
    Script,
    Shot,
    Step,
    Tap,
    Type,
    Wait,
)

MAX_BYTES = 1_000_000
PRINTER_STATES = ("ready", "E-PR-01", "E-PR-02", "E-PR-03", "E-PR-04")
PAPERS = ("a4", "receipt")
HEAD = ("about", "region", "printers", "technician", "steps")
EXPECTATIONS = ("screen", "text", "gone")
SHOT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")
KEY = re.compile(r"([A-Za-z+]{1,20})(?: ×([1-9][0-9]?))?")


def read_script(path: Path) -> Script:
    """Read one visit script.

    Raises:
        InputError: the file cannot be read, is no YAML, or has a step that does not exist; the
            message starts with file:line and says what is allowed.
    """
    root = _compose(path)
    entries = _mapping(path, root, "脚本")
    for key in entries:
        if key.value not in HEAD:
            raise _wrong(path, key, f"没有“{key.value}”这一项，可以写：{'、'.join(HEAD)}")
    head = {key.value: value for key, value in entries.items()}
    if "steps" not in head:
        raise _wrong(path, root, "少了 steps：一步一步做什么")
    return Script(
        file=str(path),
        steps=tuple(_step(path, node) for node in _sequence(path, head["steps"], "steps")),
        printers=_printers(path, head.get("printers")),
        region=_text(path, head["region"]) if "region" in head else None,
        pin=_pin(path, head["technician"]) if "technician" in head else None,
    )


def keep_paper(folder: Path) -> Path | None:
    """Copy the last list that the file printers wrote to `checklist.pdf`.

    Returns:
        Where it is, or None when nothing was printed.

    Raises:
        InputError: the folder cannot be written.
        Unavailable: the disk is full or does not answer.
    """
    printed = [path for paper in PAPERS for path in folder.glob(f"{paper}-*.pdf")]
    if not printed:
        return None
    try:
        content = max(printed, key=lambda path: path.stat().st_mtime_ns).read_bytes()
    except OSError as error:
        raise file_error(folder, error) from error
    kept = folder / "checklist.pdf"
    write_atomic(kept, content)
    return kept


def _compose(path: Path) -> yaml.Node:
    """Return the YAML tree with its line numbers."""
    try:
        with path.open("rb") as stream:
            source = stream.read(MAX_BYTES + 1)
        if len(source) > MAX_BYTES:
            raise InputError("visit.size", f"{path}：脚本太大，最多 {MAX_BYTES // 1000} KB")
        root = yaml.compose(source.decode(), Loader=yaml.BaseLoader)
    except OSError as error:
        raise InputError("visit.missing", f"脚本读不了：{path}：没有这个文件，或不许读") from error
    except UnicodeDecodeError as error:
        raise InputError("visit.encoding", f"{path}：脚本要用 UTF-8 编码") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise InputError("visit.yaml", f"{path}:{line}：YAML 写错了：{error.problem}") from error
    except yaml.YAMLError as error:
        raise InputError("visit.yaml", f"{path}:1：YAML 里有不能用的字符") from error
    if root is None:
        raise InputError("visit.empty", f"{path}:1：脚本是空的，要有 steps")
    return root


def _wrong(path: Path, node: yaml.Node, message: str) -> InputError:
    """Return the error for a node, with its place."""
    return InputError("visit.step", f"{path}:{_line(node)}：{message}")


def _line(node: yaml.Node) -> int:
    """Return the line of a node as people count."""
    return int(node.start_mark.line) + 1


def _mapping(path: Path, node: yaml.Node, what: str) -> dict[yaml.Node, yaml.Node]:
    """Return the pairs of a mapping node; a key written twice is an error."""
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(path, node, f"{what}要写成“名字: 内容”")
    seen: set[str] = set()
    for key, _ in node.value:
        if key.value in seen:
            raise _wrong(path, key, f"“{key.value}”写了两次")
        seen.add(key.value)
    return dict(node.value)


def _sequence(path: Path, node: yaml.Node, what: str) -> list[yaml.Node]:
    """Return the items of a sequence node."""
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(path, node, f"{what} 要写成列表，每行以“- ”开头")
    return list(node.value)


def _text(path: Path, node: yaml.Node) -> str:
    """Return a scalar that is not empty."""
    if not isinstance(node, yaml.ScalarNode) or not node.value:
        raise _wrong(path, node, "这里要写一段文字")
    return str(node.value)


def _printers(path: Path, node: yaml.Node | None) -> tuple[str, ...]:
    """Return the papers of this kiosk; A4 when the script does not say."""
    if node is None:
        return ("a4",)
    papers = [(item, _text(path, item)) for item in _sequence(path, node, "printers")]
    for item, paper in papers:
        if paper not in PAPERS:
            raise _wrong(path, item, f"没有“{paper}”这种纸，可以写：{'、'.join(PAPERS)}")
    return tuple(paper for _, paper in papers)


def _pin(path: Path, node: yaml.Node) -> str:
    """Return the PIN that opens the technicians' screens."""
    pin = _text(path, node)
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdecimal()):
        raise _wrong(path, node, f"维护密码要 {PIN_DIGITS} 位数字")
    return pin


def _step(path: Path, node: yaml.Node) -> Step:
    """Return one step."""
    pairs = _mapping(path, node, "一步")
    if len(pairs) != 1:
        raise _wrong(path, node, "一步只写一个动作")
    [(key, value)] = pairs.items()
    build = STEPS.get(key.value)
    if build is None:
        raise _wrong(path, key, f"没有“{key.value}”这个动作，可以写：{'、'.join(STEPS)}")
    return build(path, value)


def _expect(path: Path, node: yaml.Node) -> Expect:
    """Return an expectation: exactly one of screen, text, gone."""
    pairs = _mapping(path, node, "expect ")
    for key in pairs:
        if key.value not in EXPECTATIONS:
            allowed = "、".join(EXPECTATIONS)
            raise _wrong(path, key, f"expect 没有“{key.value}”，可以写：{allowed}")
    if len(pairs) != 1:
        raise _wrong(path, node, "expect 只写一样：screen、text 或 gone")
    [(key, value)] = pairs.items()
    return Expect(line=_line(node), **{key.value: _text(path, value)})


def _shot(path: Path, node: yaml.Node) -> Shot:
    """Return a picture step; the name becomes a file name."""
    name = _text(path, node)
    if not SHOT_NAME.fullmatch(name):
        raise _wrong(path, node, f"图片名“{name}”只能用小写字母、数字和减号，最多48个")
    return Shot(line=_line(node), name=name)


def _press(path: Path, node: yaml.Node) -> Press:
    """Return a key step, e.g. `Tab` or `Tab ×3`."""
    text = _text(path, node)
    found = KEY.fullmatch(text)
    if found is None:
        raise _wrong(path, node, f"“{text}”不是按键，写法：Tab、Enter、Down 或 Tab ×3")
    return Press(line=_line(node), key=found[1], times=int(found[2] or 1))


def _printer(path: Path, node: yaml.Node) -> Printer:
    """Return a step that sets the printers' state."""
    state = _text(path, node)
    if state not in PRINTER_STATES:
        allowed = "、".join(PRINTER_STATES)
        raise _wrong(path, node, f"打印机没有“{state}”这种状态，可以写：{allowed}")
    return Printer(line=_line(node), state=state)


def _card(path: Path, node: yaml.Node) -> Card:
    """Return a step of the card reader."""
    try:
        return Card(line=_line(node), laid=card_of(path.parent, _text(path, node)))
    except InputError as error:
        raise _wrong(path, node, error.message) from error


def _scan(path: Path, node: yaml.Node) -> Scan:
    """Return a step of the scanner."""
    try:
        return Scan(line=_line(node), text=code_of(path.parent, _text(path, node)))
    except InputError as error:
        raise _wrong(path, node, error.message) from error


def _pass(path: Path, node: yaml.Node) -> Pass:
    """Return a step that lets time go by."""
    text = _text(path, node)
    if not text.isdecimal() or not 1 <= int(text) <= 3600:
        raise _wrong(path, node, f"“{text}”不是秒数，可以写 1 到 3600")
    return Pass(line=_line(node), seconds=int(text))


STEPS: dict[str, Callable[[Path, yaml.Node], Step]] = {
    "tap": lambda path, node: Tap(line=_line(node), target=_text(path, node)),
    "type": lambda path, node: Type(line=_line(node), text=_text(path, node)),
    "press": _press,
    "wait": lambda path, node: Wait(line=_line(node), screen=_text(path, node)),
    "shot": _shot,
    "expect": _expect,
    "printer": _printer,
    "card": _card,
    "scan": _scan,
    "hold": lambda path, node: Hold(line=_line(node), target=_text(path, node)),
    "pass": _pass,
}
