"""The shared desk: views, list, thread, composer. A face: it composes rooms and owns no tables."""
