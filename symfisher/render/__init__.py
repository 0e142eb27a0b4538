"""Writers of a Derivation: text, LaTeX, JSON and notebook outputs."""
