-- Refreshes the entry of a node, and records the channels in which it now has clients or has none.
-- KEYS: nodes, channels of the node, node counts, reported channels, due changes, claims. ARGV: 1 node, 2 expiry in
-- milliseconds, 3 debounce in milliseconds, 4 lifetime of the keys in milliseconds, 5 '1' for a new node, from 6 channels with
-- the prefix + or -. Returns: 1; 0 without any change if the node has expired.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function review(channel)
  if redis.call('HEXISTS', KEYS[6], channel) == 1 then return end
  if redis.call('HEXISTS', KEYS[3], channel) == redis.call('SISMEMBER', KEYS[4], channel) then
    redis.call('ZREM', KEYS[5], channel)
  else
    redis.call('ZADD', KEYS[5], now + tonumber(ARGV[3]), channel)
  end
end

if ARGV[5] ~= '1' then
  local expires = redis.call('ZSCORE', KEYS[1], ARGV[1])
  if not expires or tonumber(expires) <= now then return {0} end
end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])

for i = 6, #ARGV do
  local channel = string.sub(ARGV[i], 2)
  if string.sub(ARGV[i], 1, 1) == '+' then
    if redis.call('SADD', KEYS[2], channel) == 1 and redis.call('HINCRBY', KEYS[3], channel, 1) == 1 then review(channel) end
  elseif redis.call('SREM', KEYS[2], channel) == 1 and redis.call('HINCRBY', KEYS[3], channel, -1) <= 0 then
    redis.call('HDEL', KEYS[3], channel)
    review(channel)
  end
end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[4]) end
return {1}
