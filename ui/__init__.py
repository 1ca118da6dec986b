"""Everything that draws."""

from .loop import switch_off_feature_hook

switch_off_feature_hook()  # before any other of our modules loads: its docstring says what that saves
