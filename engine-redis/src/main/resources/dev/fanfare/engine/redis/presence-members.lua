-- Returns all clients: clients and their users alternately, then clients and their data alternately. Returns only their number if
-- it exceeds the limit; the caller must read them in pages. Returns nothing if expired clients remain; the caller must repeat the
-- call.
-- ARGV: 1 limit.

if not forget_expired() then return {} end
local clients = redis.call('HLEN', KEYS[2])
if clients > tonumber(ARGV[1]) then return {clients} end
return {redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[4])}
