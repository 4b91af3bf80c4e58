"""The commands of the command line: thin, one file a group, loaded when used."""
