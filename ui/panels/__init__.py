"""The three columns' contents: views that show the state, and say by signals what the agent did."""
