"""What is on this terminal's disk: catalogue, search index, vault, keys, outbox."""
