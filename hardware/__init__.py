"""Moves bytes and finds devices. Imports no other room."""
