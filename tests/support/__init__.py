"""What tests of several packages need: servers that they start themselves."""
