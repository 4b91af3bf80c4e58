"""Paper: a leaflet as a tagged PDF, with the fonts that ship."""
