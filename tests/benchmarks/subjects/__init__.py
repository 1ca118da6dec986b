"""What is measured, one subject a module: each gives its results beside its floor's, taken in turn in the same run."""
