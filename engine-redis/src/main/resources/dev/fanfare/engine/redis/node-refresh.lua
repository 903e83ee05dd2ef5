-- Refreshes the entries of a node, and removes expired nodes. Nodes of earlier releases have no entry in the second key.
-- KEYS: nodes, nodes that support earlier epochs. ARGV: 1 node, 2 expiry in milliseconds. Returns: 1 if all live nodes support
-- earlier epochs, else 0.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

for _, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  redis.call('ZADD', key, now + tonumber(ARGV[2]), ARGV[1])
  redis.call('PEXPIRE', key, ARGV[2])
end
return {redis.call('ZCARD', KEYS[1]) == redis.call('ZCARD', KEYS[2]) and 1 or 0}
