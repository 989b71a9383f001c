"""From traces to files: what is stale, who draws it, and how it gets to disk whole."""
