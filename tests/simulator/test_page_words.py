"""The words of the page: nothing is left untranslated, and nothing is called that has no words."""
