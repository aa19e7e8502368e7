"""Teach mypy what the stubs of PySide6 6.8 have wrong about declaring properties and types.

A mypy plugin, named in pyproject.toml. It goes when the locked PySide6 moves beyond 6.8; until
then it spares a second environment with a newer Qt just for types.
"""

from collections.abc import Callable

from mypy.nodes import ARG_POS
from mypy.plugin import FunctionSigContext, MethodContext, Plugin
from mypy.types import AnyType, FunctionLike, Type, TypeOfAny

ANY = AnyType(TypeOfAny.special_form)


class QtStubs(Plugin):
    """Corrects two constructors, and what reading a property gives."""

    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """Return the correction for a constructor, None for all else."""
        return {
            "PySide6.QtCore.Property": _notify_is_a_signal,
            "PySide6.QtQml.QmlUncreatable": _decorates_with_a_reason,
        }.get(fullname)

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Let `@Property(…)` give what its getter returns, not the Property object."""
        return _anything if fullname == "PySide6.QtCore.Property.__call__" else None


def _notify_is_a_signal(context: FunctionSigContext) -> FunctionLike:
    signature = context.default_signature
    types = [
        ANY if name == "notify" else type_
        for name, type_ in zip(signature.arg_names, signature.arg_types, strict=True)
    ]
    return signature.copy_modified(arg_types=types)


def _decorates_with_a_reason(context: FunctionSigContext) -> FunctionLike:
    return context.default_signature.copy_modified(
        arg_types=[ANY], arg_kinds=[ARG_POS], arg_names=["reason"], ret_type=ANY
    )


def _anything(context: MethodContext) -> Type:
    return ANY


def plugin(version: str) -> type[Plugin]:
    """Hand the plugin to mypy; `version` is mypy's own."""
    return QtStubs
