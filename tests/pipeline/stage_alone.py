"""Unpickles functions and their arguments, calls them, pickles the results: stages where nothing was set up before."""

import pickle
import sys

calls = pickle.load(sys.stdin.buffer)
pickle.dump([function(*arguments, **options) for function, arguments, options in calls], sys.stdout.buffer)
