"""Names of journals and conferences -> venues.

venues.py      which names are one venue, and which papers appeared there: open this first
titles.py      a title without what changes from year to year, and the letters by which titles are compared
places.py      the places that stand behind titles
"""
