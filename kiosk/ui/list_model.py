"""Lists for QML: frozen Structs become rows, their fields roles.

What a row says is decided by the Struct; nothing is computed here.
"""

from typing import TypeVar

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

RowT = TypeVar("RowT", bound=Struct)
_FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class StructListModel(QAbstractListModel):
    """A list of Structs of one type; QML reads `model.<field>`, tuples arrive as JS arrays.

    Args:
        row_type: the Struct whose fields become the roles, in their order.
    """

    def __init__(self, row_type: type[Struct], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = row_type.__struct_fields__
        self._rows: tuple[Struct, ...] = ()

    @property
    def rows(self) -> tuple[Struct, ...]:
        """The rows as they are."""
        return self._rows

    def show(self, rows: tuple[RowT, ...]) -> None:
        """Show other rows; rows that stay equal at the same place keep their delegates."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for n, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                at = self.index(n)
                self.dataChanged.emit(at, at)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        """Return one role per field."""
        return {_FIRST_ROLE + n: QByteArray(name.encode()) for n, name in enumerate(self._names)}

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """Return one field of one row."""
        n = role - _FIRST_ROLE
        if not index.isValid() or not 0 <= n < len(self._names):
            return None
        value = getattr(self._rows[index.row()], self._names[n])
        return list(value) if isinstance(value, tuple) else value
