"""What many runs say together: questions put to the model as a whole."""
