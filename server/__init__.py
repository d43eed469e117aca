"""The office server: hands out numbers, remembers everything, and lets the devices follow."""
