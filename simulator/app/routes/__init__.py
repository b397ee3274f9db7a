"""What the app does between the screens, one module for each subject; together they make the app."""
