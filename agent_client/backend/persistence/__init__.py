"""Tables, queries and the transactions around them. SQL is written here and nowhere else."""
