"""Parse, ask, answer: HTTP on one side, the office and its queries on the other."""
