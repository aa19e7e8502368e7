"""A part that is made when it is first used, because its libraries take long to import.

Which parts these are is decided in `bootstrap`.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar, cast

T = TypeVar("T")


def late(make: Callable[[], T]) -> T:
    """Return what stands for a part until one of its methods is wanted."""
    return cast(T, _Late(make))


class _Late(Generic[T]):
    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make

    @cached_property
    def _part(self) -> T:
        return self._make()

    def __getattr__(self, name: str) -> object:
        return getattr(self._part, name)
