"""Sessions of one computer or of many: folders with an index, or a training centre's database, behind one door."""
