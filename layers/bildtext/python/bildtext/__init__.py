"""The shared layer of Bildtext: errors, labels, images, models and the table, for every function and the command."""
