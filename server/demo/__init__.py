"""A rehearsed office: the real server with devices made of software and simulated people."""
