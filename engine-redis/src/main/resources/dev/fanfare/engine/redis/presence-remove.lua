-- Removes a client, and some expired clients.
-- ARGV: 1 client. Returns: nothing.

forget_expired()
forget(ARGV[1])
return {}
