"""From a script to the scenes of a film."""
