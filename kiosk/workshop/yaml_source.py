"""One YAML file becomes a tree of nodes with line numbers; every scalar stays text.

What the fields mean does not belong here: `typed.py` reads nodes into Structs. Source of the
rules: catalogue.md, "Reading YAML".
"""

import re
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kiosk.workshop.findings import Finding

MAX_LINE_BYTES = 20_000
MAX_FILE_BYTES = 2_000_000
MAX_DEPTH = 60

# The C loader composes some ten times faster; a PyYAML built without libyaml has only the other.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_HOPELESS = frozenset({"yaml-reference", "yaml-depth", "yaml-key"})
_OTHER_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class SourceError(Exception):
    """A file that cannot become nodes; holds one finding."""

    def __init__(self, file: str, line: int, code: str, message: str) -> None:
        super().__init__(message)
        self.finding = Finding(code=code, level="error", file=file, line=line, message=message)


def line_of(node: Node) -> int:
    """Return the line of a node, starting at 1."""
    return int(node.start_mark.line) + 1


def parse(path: Path, file: str) -> tuple[Node | None, list[Finding]]:
    """Read one file.

    Args:
        path: the file on disk.
        file: its name in findings, relative to the catalogue folder.

    Returns:
        The root node (None when nothing could be read or the file is empty) and the findings:
        wrong encoding, absurd lines, conflict markers, syntax, duplicate keys, references.
    """
    try:
        text = _decode(_read_bytes(path, file), file)
        _check_text(text, file)
        root = _compose(text, file)
    except SourceError as error:
        return None, [error.finding]
    if root is None:
        return None, [_finding(file, 1, "empty-file", "文件是空的；不需要就删掉它")]
    findings: list[Finding] = []
    _check_tree(root, file, findings)
    return (None if any(f.code in _HOPELESS for f in findings) else root), findings


def _read_bytes(path: Path, file: str) -> bytes:
    """Read with limits, so that an absurd file is refused before it is parsed."""
    lines: list[bytes] = []
    total = 0
    try:
        with path.open("rb") as stream:
            while line := stream.readline(MAX_LINE_BYTES + 1):
                lines.append(line)
                total += len(line)
                if len(line) > MAX_LINE_BYTES:
                    said = f"这一行太长，一行最多 {MAX_LINE_BYTES} 字节；请分行写"
                    raise SourceError(file, len(lines), "line-too-long", said)
                if total > MAX_FILE_BYTES:
                    said = f"文件太大，最多 {MAX_FILE_BYTES // 1000} KB；请分成几个文件"
                    raise SourceError(file, len(lines), "file-too-large", said)
    except OSError as error:
        said = f"打不开：{error.strerror}；请检查文件和权限"
        raise SourceError(file, 0, "cannot-open", said) from error
    return b"".join(lines)


def _decode(data: bytes, file: str) -> str:
    """Return the text; a UTF-8 byte order mark is dropped, every other encoding refused."""
    for mark, encoding in _OTHER_BOMS.items():
        if data.startswith(mark):
            raise SourceError(file, 1, "encoding", f"文件是 {encoding} 编码；请另存为 UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(file, line, "encoding", f"{_guess(data)}；请另存为 UTF-8") from error


def _guess(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "文件不是 UTF-8 编码"
    return "文件不是 UTF-8 编码，看起来是 GBK 或 GB 18030"


def _check_text(text: str, file: str) -> None:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if _CONFLICT.match(line):
            said = "这里留着合并冲突的标记；请选定一边，删掉标记"
            raise SourceError(file, number, "conflict-marker", said)
        if found := _CONTROL.search(line):
            said = f"有看不见的控制字符 U+{ord(found.group()):04X}；请删掉"
            raise SourceError(file, number, "control-character", said)


def _compose(text: str, file: str) -> Node | None:
    try:
        node: Node | None = yaml.compose(text, Loader=_LOADER)
        return node
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        causes = "常见原因：缩进（只用空格，不用 Tab）、冒号后缺空格、引号不成对"
        said = f"YAML 写法不对（{error.problem or error}）；{causes}"
        raise SourceError(file, line, "yaml-syntax", said) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceError(file, 1, "yaml-syntax", f"YAML 读不了（{error}）") from error


def _check_tree(root: Node, file: str, findings: list[Finding]) -> None:
    """Report duplicate keys, keys that are no text, references and absurd nesting."""
    seen: set[int] = set()
    todo: list[tuple[Node, int]] = [(root, 0)]
    while todo:
        node, depth = todo.pop()
        if id(node) in seen:
            said = "不能用 & 和 * 引用别处；请把内容写出来"
            findings.append(_finding(file, line_of(node), "yaml-reference", said))
            continue
        seen.add(id(node))
        if depth > MAX_DEPTH:
            findings.append(_finding(file, line_of(node), "yaml-depth", "套得太深了"))
            continue
        if isinstance(node, MappingNode):
            _check_keys(node, file, findings)
            todo.extend((value, depth + 1) for _, value in node.value)
        elif isinstance(node, SequenceNode):
            todo.extend((item, depth + 1) for item in node.value)


def _check_keys(node: MappingNode, file: str, findings: list[Finding]) -> None:
    first: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, ScalarNode):
            findings.append(_finding(file, line_of(key), "yaml-key", "字段名要是一个词"))
        elif key.value in first:
            said = f"{key.value} 写了两次，前一次在第 {first[key.value]} 行；请只留一个"
            findings.append(_finding(file, line_of(key), "duplicate-key", said))
        else:
            first[key.value] = line_of(key)


def _finding(file: str, line: int, code: str, message: str) -> Finding:
    return Finding(code=code, level="error", file=file, line=line, message=message)
