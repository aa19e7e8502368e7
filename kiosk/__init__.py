"""The kiosk: a touch terminal that turns a resident's plan into one complete, personal list."""
