"""Pure decisions of themes: no ORM, no clock, no Django."""
