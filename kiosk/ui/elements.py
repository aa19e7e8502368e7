"""The QML items that are written in Python, imported together so that QML knows their types.

What they do is said in their own modules.
"""

from kiosk.ui import card_stack, date_cells, paged_column

__all__ = ["card_stack", "date_cells", "paged_column"]
