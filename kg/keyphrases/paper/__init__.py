"""What a paper says besides its keyphrases: n-grams, acronyms that it defines, a title where none is given."""
