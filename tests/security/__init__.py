"""The canary: secrets in every place of a house, and everybody who comes by every way."""
