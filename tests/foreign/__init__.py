"""Foreign HTML before a real browser: what runs, what is asked for, who hears of it."""
