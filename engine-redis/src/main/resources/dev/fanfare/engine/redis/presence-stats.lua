-- Returns the numbers of clients and users. Returns nothing if expired clients remain; the caller must repeat the call.

if not forget_expired() then return {} end
return {redis.call('ZCARD', KEYS[1]), redis.call('HLEN', KEYS[3])}
