-- Removes a client, and some expired clients.
-- ARGV: 1 client. Returns: the number of clients left.

forget_expired()
forget(ARGV[1])
return {redis.call('ZCARD', KEYS[1])}
