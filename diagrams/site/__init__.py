"""The published site: figures, facts, formulas and listings put into MkDocs pages."""
