"""A published file in, frames and rows out; what stands in the way is told in a line."""
