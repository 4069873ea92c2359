"""Discovery: in which futures of a batch it happens, as boxes."""
