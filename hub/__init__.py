"""The hub of a city: takes in journals, hands out status and the catalogue."""
