"""View models: one per screen; they import services and `kiosk.ui`, never each other."""
