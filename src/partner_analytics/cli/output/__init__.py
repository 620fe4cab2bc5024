"""What commands found in, lines, JSON and files of frames out."""
