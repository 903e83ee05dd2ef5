-- Returns the top of a channel, and creates an epoch if there is none. The epoch of a channel without publications and without a
-- version is kept for a short time only.
-- KEYS: meta. ARGV: 1 new epoch, 2 meta age, 3 unpublished age, both in milliseconds. Returns: epoch and top offset.

local known = redis.call('HMGET', KEYS[1], 'e', 's', 'v')
local epoch, top = known[1], known[2] or '0'
if not epoch then
  epoch = ARGV[1]
  begin(KEYS[1], epoch)
end
local age = (top ~= '0' or known[3]) and ARGV[2] or ARGV[3]
if redis.call('PTTL', KEYS[1]) < tonumber(age) then redis.call('PEXPIRE', KEYS[1], age) end
return {epoch, top}
