"""Where a person begins the day: Today. A face: it composes rooms and owns no tables."""
