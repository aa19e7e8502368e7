"""The public face of the hub: what kiosks call. It never holds a key that unseals."""
