"""The mesh kit: shapes, ways to bend and place them, paint."""
