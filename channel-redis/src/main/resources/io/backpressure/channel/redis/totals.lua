-- Return the counts of the channel, over all instances.
-- KEYS: stream, meta, instances
-- Returns {sent, received, dropped, size, unacknowledged, closed}
local counts = redis.call('HMGET', KEYS[2], 'sent', 'received', 'dropped', 'closed')
local pending = redis.call('XPENDING', KEYS[1], 'g')[1]
return {
	tonumber(counts[1] or '0'), tonumber(counts[2] or '0'), tonumber(counts[3] or '0'),
	redis.call('XLEN', KEYS[1]) - pending, pending, counts[4] and 1 or 0
}
