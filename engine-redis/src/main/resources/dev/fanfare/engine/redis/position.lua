-- Returns the top of a channel, and creates an epoch if there is none.
-- KEYS: meta. ARGV: 1 new epoch, 2 meta age in milliseconds. Returns: epoch and top offset.

local known = redis.call('HMGET', KEYS[1], 'e', 's')
local epoch, top = known[1], known[2] or '0'
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'e', epoch, 's', '0')
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {epoch, top}
