"""The reference central API: routes, rights and store."""
