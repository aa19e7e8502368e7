"""The reader of identity cards: frames, commands, sessions, the device, and an emulator of it."""
