"""What travels between client and server: structs and names, nothing that acts. One file a subject."""
