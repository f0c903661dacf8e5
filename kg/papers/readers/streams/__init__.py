"""From files and archives to text, JSON and XML, piece by piece."""
