-- Remove the oldest value that no receiver has taken, if it is one of the first 'end' values ever sent.
-- Begins with head.lua.
-- KEYS: stream, meta, instances
-- ARGV: end, capacity, topic of events
-- Returns {} or {value}
local size = redis.call('XLEN', KEYS[1]) - redis.call('XPENDING', KEYS[1], 'g')[1]
local sent = tonumber(redis.call('HGET', KEYS[2], 'sent') or '0')
if size == 0 or sent - size >= tonumber(ARGV[1]) then
	return {}
end
local oldest = head()
redis.call('XDEL', KEYS[1], oldest[1])
redis.call('HINCRBY', KEYS[2], 'dropped', 1)
if size >= tonumber(ARGV[2]) then
	redis.call('PUBLISH', ARGV[3], 'room')
end
if size == 1 and redis.call('HEXISTS', KEYS[2], 'closed') == 1 then
	redis.call('PUBLISH', ARGV[3], 'closed')
end
return {oldest[2][2]}
