"""What both ends must decide alike: pure functions over what travels."""
