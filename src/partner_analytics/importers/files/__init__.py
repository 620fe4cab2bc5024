"""Bytes in, located cells out: read in a child process; nothing here knows a tracker."""
