"""Who we serve, the addresses we know them by, and the few things worth remembering of them."""
