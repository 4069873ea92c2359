"""The same small ecosystem, without any science, in several libraries: labs that draw on pools that grow."""
