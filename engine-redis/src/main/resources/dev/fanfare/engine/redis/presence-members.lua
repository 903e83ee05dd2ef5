-- Returns all clients: clients and their users alternately, then clients and their data alternately. Returns nothing if
-- expired clients remain; the caller must repeat the call.

if not forget_expired() then return {} end
return {redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[4])}
