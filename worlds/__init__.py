"""What exists: worlds as YAML, and their nature as code. No actor lives here and no clock runs here."""
