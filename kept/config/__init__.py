"""Where an installation is put together: settings, addresses, the two server entrances."""
