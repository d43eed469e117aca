"""``python -m server …`` is ``motcua …``."""

from motcua import main

main(prog_name="motcua")
