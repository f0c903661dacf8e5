"""Unpickles functions and their arguments, calls them, pickles the results: stages where nothing was set up before."""

import pickle
import sys

pickle.dump([function(*arguments) for function, arguments in pickle.load(sys.stdin.buffer)], sys.stdout.buffer)
