"""Printers behind the printer port."""
