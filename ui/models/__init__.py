"""What lists show, in the order they show it: thin models over plain sorted lists."""
