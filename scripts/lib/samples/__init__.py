"""Invented letters, drawn as the scans, faxes and PDF files an office receives."""
