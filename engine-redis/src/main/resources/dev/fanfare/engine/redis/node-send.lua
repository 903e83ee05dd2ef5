-- Sends a message to a live node.
-- KEYS: nodes. ARGV: 1 node, 2 its Pub/Sub channel, 3 message, 4 publish command. Returns: 1 if the message was sent, else 0.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local expires = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not expires or tonumber(expires) <= now then return {0} end
redis.call(ARGV[4], ARGV[2], ARGV[3])
return {1}
