"""How figures are drawn: pen, inks, themes, formulas."""
