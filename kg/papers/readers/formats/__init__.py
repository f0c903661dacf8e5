"""One file a format, each with a FORMAT (see base.py); tagged.py and xml_format.py are what several share."""
