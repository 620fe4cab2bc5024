"""The files people keep beside their exports in, settings and corrections out."""
