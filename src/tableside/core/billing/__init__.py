"""Money, exactly."""
