"""The client's state: frozen, changed by one pure function, watched from outside."""
