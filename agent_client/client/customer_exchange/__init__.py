"""Customers on their way between a file and the server: imported part by part, exported as they come."""
