"""interim"""
def spot(text, *, at, zone, hours, language="en"):
    return []
