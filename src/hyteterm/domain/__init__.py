"""Models and rules of wellbeing guidance: pure, without I/O, Textual or a database."""
