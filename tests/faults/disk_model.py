"""A disk that may lose what nobody synced: writes, lengths, and names in folders.

A file's content is durable after fsync of the file, a name after fsync of its folder; a file that
was synced can still have no name. What is not durable may be there or not, each write and each
name on its own, and the last write may be torn between sectors of 512 bytes.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from tests.faults.strace_log import Step

SECTOR = 512


class File:
    """Bytes of one file: what reached the disk, and what did not yet."""

    def __init__(self, durable: bytes = b"") -> None:
        self.durable = durable
        self.pending: list[tuple[int, Step]] = []


class Folder:
    """Names of one folder: those that reached the disk, changes that did not, and all of them."""

    def __init__(self) -> None:
        self.durable: dict[str, Node] = {}
        self.live: dict[str, Node] = {}
        self.pending: list[tuple[int, dict[str, Node | None]]] = []

    def change(self, number: int, names: "dict[str, Node | None]") -> None:
        """Change names for everybody who looks; the disk follows at the next sync."""
        self.pending.append((number, names))
        _rename(self.live, names)


class Link:
    """A symbolic link; where it leads is in its folder's entry, so it is never half there."""

    def __init__(self, target: str) -> None:
        self.target = target


Node = File | Folder | Link
Keep = Callable[[int], bool]
Image = dict[str, bytes]
"""Content by path; the path of a folder ends in "/", that of a link, whose content is its target,
in "@"."""


class Disk:
    """The data folder of a traced process; `before` is what it held, on the disk, at first."""

    def __init__(self, before: Image | None = None) -> None:
        self.root = Folder()
        self._number = 0
        for name, content in (before or {}).items():
            self._name(name.rstrip("@"), _node(name, content))
            _settle(self._folder(PurePosixPath(name)))

    def apply(self, step: Step) -> None:
        """Let one step happen."""
        self._number += 1
        match step.op:
            case "create":
                self._name(step.path, File())
            case "folder":
                self._name(step.path, Folder())
            case "link":
                self._name(step.path, Link(step.to))
            case "remove":
                self._name(step.path, None)
            case "rename":
                self._move(step.path, step.to)
            case "write" | "cut":
                node = self._at(step.path)
                assert isinstance(node, File), step.path
                node.pending.append((self._number, step))
            case "sync" | "lost":
                (_settle if step.op == "sync" else _forget)(self._at(step.path))

    def unsynced(self) -> list[tuple[int, bool]]:
        """Return the numbers of everything that is not durable, and whether it is a write."""
        found = []
        for node in _nodes(self.root):
            found += [(number, isinstance(node, File)) for number, _ in node.pending]
        return sorted(set(found))

    def image(self, keep: Keep, torn: int | None = None, seed: int = 0) -> Image:
        """Return files by path after a power cut.

        Args:
            keep: which of the changes that are not durable happened all the same.
            torn: the number of a write of which only some sectors happened.
            seed: which sectors.
        """
        dice = random.Random(seed)  # noqa: S311 - a seed to repeat, no secret
        return dict(_files(self.root, PurePosixPath(), keep, torn, dice))

    def _name(self, path: str, node: Node | None) -> None:
        place = PurePosixPath(path)
        self._folder(place).change(self._number, {place.name: node})

    def _move(self, path: str, to: str) -> None:
        old, new = PurePosixPath(path), PurePosixPath(to)
        node = self._folder(old).live[old.name]
        if old.parent == new.parent:
            self._folder(old).change(self._number, {old.name: None, new.name: node})
            return
        # One number: a journalling file system does both or none, until one folder is synced.
        self._folder(old).change(self._number, {old.name: None})
        self._folder(new).change(self._number, {new.name: node})

    def _folder(self, place: PurePosixPath) -> Folder:
        node = self._at(str(place.parent))
        assert isinstance(node, Folder), place
        return node

    def _at(self, path: str) -> Node:
        node: Node = self.root
        for part in PurePosixPath(path).parts:
            assert isinstance(node, Folder), path
            node = node.live[part]
        if isinstance(node, Link):
            return self._at(str(PurePosixPath(path).parent / node.target))
        return node


def write_image(image: Image, folder: Path) -> None:
    """Make a folder be an image, whatever it was before; folders of the image are its paths."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    for name, content in image.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("@"):
            path.with_name(path.name[:-1]).symlink_to(content.decode())
        else:
            path.write_bytes(content)


def read_image(folder: Path) -> Image:
    """Return what lies in a folder; a folder of folders comes before what is in it."""
    return dict(_entry(path, str(path.relative_to(folder))) for path in sorted(folder.rglob("*")))


def _entry(path: Path, name: str) -> tuple[str, bytes]:
    if path.is_symlink():
        return f"{name}@", str(path.readlink()).encode()
    return (f"{name}/", b"") if path.is_dir() else (name, path.read_bytes())


def _node(name: str, content: bytes) -> Node:
    if name.endswith("@"):
        return Link(content.decode())
    return Folder() if name.endswith("/") else File(content)


def _settle(node: Node) -> None:
    if isinstance(node, Link):
        return
    if isinstance(node, File):
        node.durable = _content(node, lambda _number: True)
    else:
        for _, names in node.pending:
            _rename(node.durable, names)
    node.pending.clear()


def _forget(node: Node) -> None:
    """A failed fsync of Linux: the pages count as clean and never reach the disk."""
    if isinstance(node, File):
        node.pending.clear()


def _rename(names: dict[str, Node], changes: dict[str, Node | None]) -> None:
    for name, node in changes.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _nodes(folder: Folder) -> Iterator[File | Folder]:
    yield folder
    for node in {id(node): node for node in _reachable(folder)}.values():
        if isinstance(node, Folder):
            yield from _nodes(node)
        elif isinstance(node, File):
            yield node


def _reachable(folder: Folder) -> Iterator[Node]:
    yield from folder.durable.values()
    yield from folder.live.values()
    for _, names in folder.pending:
        yield from (node for node in names.values() if node is not None)


def _files(
    folder: Folder, place: PurePosixPath, keep: Keep, torn: int | None, dice: random.Random
) -> Iterator[tuple[str, bytes]]:
    names = dict(folder.durable)
    for number, changes in folder.pending:
        if keep(number):
            _rename(names, changes)
    for name, node in names.items():
        if isinstance(node, Folder):
            yield f"{place / name}/", b""
            yield from _files(node, place / name, keep, torn, dice)
        elif isinstance(node, Link):
            yield f"{place / name}@", node.target.encode()
        else:
            yield str(place / name), _content(node, keep, torn, dice)


def _content(
    file: File, keep: Keep, torn: int | None = None, dice: random.Random | None = None
) -> bytes:
    if not file.pending:
        return file.durable
    content = bytearray(file.durable)
    for number, step in file.pending:
        if not keep(number):
            continue
        if step.op == "cut":
            content[:] = content[: step.at].ljust(step.at, b"\0")
        elif number == torn and dice is not None:
            _write_some(content, step, dice)
        else:
            _write(content, step.at, step.data)
    return bytes(content)


def _write(content: bytearray, at: int, data: bytes) -> None:
    if at > len(content):
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


def _write_some(content: bytearray, step: Step, dice: random.Random) -> None:
    """Write only some sectors of one write."""
    start = step.at - step.at % SECTOR
    for sector in range(start, step.at + len(step.data), SECTOR):
        begin, end = max(sector, step.at), min(sector + SECTOR, step.at + len(step.data))
        if dice.random() < 0.5:
            _write(content, begin, step.data[begin - step.at : end - step.at])
