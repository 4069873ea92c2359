"""What pictures show, prepared once as tidy frames; `drawing` and `plotly` draw them and compute nothing."""
