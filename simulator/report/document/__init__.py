"""A report as a document: what it says is data, made once of a result folder; thin writers make HTML and Markdown."""
