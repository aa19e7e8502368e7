"""Hardware behind the device ports."""
