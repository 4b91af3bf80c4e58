"""The demo: a catalogue, service paths and people that we wrote ourselves."""
