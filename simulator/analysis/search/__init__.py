"""Search: settings of levers that do well in many futures, by several outcomes at once."""
