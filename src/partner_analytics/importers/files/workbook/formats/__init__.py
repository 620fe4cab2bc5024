"""A number and its format in, the text a person sees out."""
