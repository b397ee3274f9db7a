"""The doors from the screens into the real house, one module for each subject of `simulator.app.services`."""
