"""Content Credentials (C2PA): a signed statement in each result that says what made it, and the reading of such."""
