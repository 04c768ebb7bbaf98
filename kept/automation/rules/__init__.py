"""Pure decisions about rules: no tables, no clock."""
