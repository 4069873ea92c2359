"""What many runs say together, beyond one comparison."""
