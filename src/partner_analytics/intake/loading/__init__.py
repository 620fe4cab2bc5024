"""An export in, its rows, problems and corrections in the next state of the warehouse out."""
