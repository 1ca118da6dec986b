"""What the services need from outside, in our own words: telephony, time, units of work."""
