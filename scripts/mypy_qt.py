"""Teach mypy what the stubs of PySide6 6.8 have wrong: `Property(notify=…)` takes a Signal.

A mypy plugin, named in pyproject.toml. It goes when the locked PySide6 moves beyond 6.8; until
then it spares a second environment with a newer Qt just for types.
"""

from collections.abc import Callable

from mypy.plugin import FunctionSigContext, Plugin
from mypy.types import AnyType, FunctionLike, TypeOfAny


class QtStubs(Plugin):
    """Widens one argument of one constructor."""

    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """Return the correction for `PySide6.QtCore.Property`, None for all else."""
        return _accept_a_signal if fullname == "PySide6.QtCore.Property" else None


def _accept_a_signal(context: FunctionSigContext) -> FunctionLike:
    signature = context.default_signature
    types = [
        AnyType(TypeOfAny.special_form) if name == "notify" else type_
        for name, type_ in zip(signature.arg_names, signature.arg_types, strict=True)
    ]
    return signature.copy_modified(arg_types=types)


def plugin(version: str) -> type[Plugin]:
    """Hand the plugin to mypy; `version` is mypy's own."""
    return QtStubs
