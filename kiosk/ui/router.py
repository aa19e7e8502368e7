"""Which screen is in front: a stack of names with back, home and replace.

It creates and draws nothing: view models come from `find`, the shell shows what `shown` says.
"""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from kiosk.ui.screen import ScreenViewModel

Move = Literal["push", "replace", "home"]


class Router(QObject):
    """The screen stack. A screen is shown when its view model says that it is ready.

    Args:
        find: the view model of a name, made when it is first wanted.
        start: the name of the first screen (attract).
        home: the name of the screen that 回首页 leads to.
    """

    shown = Signal(str)

    def __init__(self, find: Callable[[str], ScreenViewModel], *, start: str, home: str) -> None:
        super().__init__()
        self._find = find
        self._start = start
        self._home = home
        self._stack: list[str] = []
        self._pending: tuple[str, Move] | None = None
        self._likely = ""

    @property
    def current(self) -> str:
        """The name of the screen in front; empty before the first."""
        return self._stack[-1] if self._stack else ""

    def front(self) -> ScreenViewModel:
        """The view model of the screen in front."""
        return self._find(self.current)

    @property
    def stack(self) -> tuple[str, ...]:
        """The way back, the screen in front last."""
        return tuple(self._stack)

    @property
    def busy(self) -> bool:
        """Whether a screen is being prepared."""
        return self._pending is not None

    def push(self, name: str, arg: object = None) -> None:
        """Go on to a screen. If it is on the way back already, the way is cut there."""
        self._go(name, "push", arg)

    def replace(self, name: str, arg: object = None) -> None:
        """Show a screen in place of the one in front."""
        self._go(name, "replace", arg)

    def prepare(self, name: str) -> None:
        """Let a screen that is likely to be the next do ahead what takes long, after this frame."""
        self._likely = name

    def frame_shown(self) -> None:
        """The screen in front is painted: now the likely next one may work without delaying it."""
        name, self._likely = self._likely, ""
        if name and self._pending is None:
            self._find(name).prepare()

    def home(self) -> None:
        """Go to the home screen; nothing lies behind it but the start."""
        self._go(self._home, "home", None)

    def back(self) -> None:
        """Return to the screen before; from the first there is nowhere to go."""
        if self._pending is None and len(self._stack) > 1:
            self._find(self._stack.pop()).leave()
            self._find(self.current).resume()
            self.shown.emit(self.current)

    def reset(self, name: str = "") -> None:
        """Forget the way and show the start, or another screen in its place: a visit is over."""
        self._stack = []
        self._pending = None
        self._likely = ""
        self._go(name or self._start, "push", None)

    def ready(self, name: str) -> None:
        """Show the screen that was waited for; called when a view model is ready."""
        if self._pending is None or self._pending[0] != name:
            return
        _, move = self._pending
        self._pending = None
        if self.current not in ("", name):
            self.front().leave()
        if move == "home":
            self._stack = [self._start] if name != self._start else []
        elif move == "replace" and self._stack:
            self._stack.pop()
        if name in self._stack:
            del self._stack[self._stack.index(name) :]
        self._stack.append(name)
        self.shown.emit(name)

    def abandon(self) -> None:
        """Stop waiting for a screen whose preparation failed."""
        self._pending = None

    def _go(self, name: str, move: Move, arg: object) -> None:
        # A screen that is being prepared may find that another one is wanted instead: the last
        # wish counts. People cannot wish anything meanwhile, touches and keys are locked.
        model = self._find(name)
        self._pending = (name, move)
        model.enter(arg)
