-- Make the channel, or take part in it.
-- KEYS: stream, meta, instances
-- ARGV: capacity, strategy, instance, milliseconds after which an instance is taken for dead
-- Returns {'OK', closed} or {'DIFFERENT', capacity, strategy, others}
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - ARGV[4])
redis.call('ZREM', KEYS[3], ARGV[3])
local others = redis.call('ZCARD', KEYS[3])
local settings = redis.call('HMGET', KEYS[2], 'capacity', 'strategy', 'closed')
if others > 0 and settings[1] and (settings[1] ~= ARGV[1] or settings[2] ~= ARGV[2]) then
	return {'DIFFERENT', settings[1], settings[2], others}
end
-- Only who begins makes the group: one that is gone while others run is a loss to be told.
if others == 0 then
	local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], 'g', '0', 'MKSTREAM')
	if made.err and not string.find(made.err, 'BUSYGROUP') then
		return made
	end
end
-- A permission that is missing is told now. Nobody sees the entry, which is gone in the same step.
redis.call('XINFO', 'CONSUMERS', KEYS[1], 'g')
redis.call('XDEL', KEYS[1], redis.call('XADD', KEYS[1], '*', 'v', ''))
local closed = settings[3]
if closed and others == 0 and redis.call('XLEN', KEYS[1]) == 0 then
	redis.call('HDEL', KEYS[2], 'closed')
	closed = false
end
redis.call('HSET', KEYS[2], 'capacity', ARGV[1], 'strategy', ARGV[2])
redis.call('ZADD', KEYS[3], now, ARGV[3])
return {'OK', closed and 1 or 0}
