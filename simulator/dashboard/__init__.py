"""The page: a local web server with sliders, and the processes that run worlds behind it."""
