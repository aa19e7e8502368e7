"""Values and rules of the catalogue, of guidance and of the personal list; pure."""
