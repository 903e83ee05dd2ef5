-- Reads a page of a history.
-- KEYS: meta, stream. ARGV: 1 epoch of the reader's position or '', 2 first id, 3 last id, 4 limit or -1, 5 '1' to return the
-- newest entry first.
-- Returns: epoch and top offset, both '' for an unknown channel, and the entries.

local known = redis.call('HMGET', KEYS[1], 'e', 's')
local epoch, top = known[1], known[2] or '0'
if not epoch then return {'', '', {}} end
local limit = tonumber(ARGV[4])
if limit == 0 or (ARGV[1] ~= '' and ARGV[1] ~= epoch) then return {epoch, top, {}} end
local command = ARGV[5] == '1' and 'XREVRANGE' or 'XRANGE'
if limit < 0 then return {epoch, top, redis.call(command, KEYS[2], ARGV[2], ARGV[3])} end
return {epoch, top, redis.call(command, KEYS[2], ARGV[2], ARGV[3], 'COUNT', limit)}
