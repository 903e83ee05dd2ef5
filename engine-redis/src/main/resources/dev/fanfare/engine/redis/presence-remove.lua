-- Removes a client, and some of those whose time is over.
-- ARGV: 1 client. Returns: nothing.

forget_expired()
forget(ARGV[1])
return {}
