-- Remove the head, if it was accepted before that many values.
-- KEYS: stream, meta
-- ARGV: end, capacity, topic of events
-- Returns {} or {value}
local size = redis.call('XLEN', KEYS[1]) - redis.call('XPENDING', KEYS[1], 'g')[1]
local sent = tonumber(redis.call('HGET', KEYS[2], 'sent') or '0')
if size == 0 or sent - size >= tonumber(ARGV[1]) then
	return {}
end
local group = redis.call('XINFO', 'GROUPS', KEYS[1])[1]
local delivered
for field = 1, #group, 2 do
	if group[field] == 'last-delivered-id' then
		delivered = group[field + 1]
	end
end
local head = redis.call('XRANGE', KEYS[1], '(' .. delivered, '+', 'COUNT', 1)[1]
redis.call('XDEL', KEYS[1], head[1])
redis.call('HINCRBY', KEYS[2], 'dropped', 1)
if size >= tonumber(ARGV[2]) then
	redis.call('PUBLISH', ARGV[3], 'room')
end
return {head[2][2]}
