"""One widget a module; a widget shows values and says what the person did."""
