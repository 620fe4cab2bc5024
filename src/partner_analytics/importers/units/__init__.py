"""Headers, captions, names and columns in, the currency and zeros of amounts out."""
