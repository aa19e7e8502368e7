"""Qt: view models, QML and the visit player."""
