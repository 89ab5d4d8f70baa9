"""What the studio ships: prices, styles, voices, lexicons and knowledge."""
