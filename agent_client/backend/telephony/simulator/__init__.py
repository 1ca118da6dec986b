"""A PBX in memory: phones and callers that ring, answer, are busy and hang up as real ones do."""
