"""One agent's time at the desk, from sign-in to sign-out: the windows joined with the server, subject by subject.

A join hears what a view was asked for, sends the command, and hands the answer back. It draws nothing and decides nothing.
"""
