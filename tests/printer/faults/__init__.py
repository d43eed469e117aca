"""Every fault of a printer and its line, judged by what is on the virtual paper."""
