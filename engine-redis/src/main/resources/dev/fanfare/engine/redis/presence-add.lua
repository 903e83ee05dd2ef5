-- Adds or refreshes a client, and removes some expired clients.
-- ARGV: 1 client, 2 user, 3 expiry in milliseconds, 4 data of the client or ''. Returns: nothing.

forget_expired()
local client, user, expiry = ARGV[1], ARGV[2], tonumber(ARGV[3])
local before = redis.call('HGET', KEYS[2], client)
if before ~= user then
  if before then forget(client) end
  redis.call('HSET', KEYS[2], client, user)
  redis.call('HINCRBY', KEYS[3], user, 1)
end
if ARGV[4] == '' then redis.call('HDEL', KEYS[4], client) else redis.call('HSET', KEYS[4], client, ARGV[4]) end
redis.call('ZADD', KEYS[1], now + expiry, client)
for _, key in ipairs(KEYS) do
  if redis.call('PTTL', key) < expiry then redis.call('PEXPIRE', key, ARGV[3]) end
end
return {}
