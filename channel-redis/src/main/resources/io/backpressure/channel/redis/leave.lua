-- Remove this instance from the channel.
-- KEYS: stream, meta, instances
-- ARGV: instance
redis.call('ZREM', KEYS[3], ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 0 then
	return {}
end
for _, consumer in ipairs(redis.call('XPENDING', KEYS[1], 'g')[4] or {}) do
	if consumer[1] == ARGV[1] then
		return {} -- keep the consumer, so that other instances can claim its pending values
	end
end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], 'g', ARGV[1])
return {}
