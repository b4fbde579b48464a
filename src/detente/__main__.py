"""`python -m detente` is the same as `detente`."""

from .cli.main import main

main()
