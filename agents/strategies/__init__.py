"""How a lab decides: how much to overtrain, and what to read; small objects, one for each way."""
