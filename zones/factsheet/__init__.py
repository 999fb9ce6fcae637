"""A zone's factsheet: the profile on paper, as a page to print and as a PDF, from one set of data."""
