-- Renew or release values that still belong to this consumer.
-- KEYS: stream, meta, instances
-- ARGV: consumer, new idle milliseconds, 'uncount' to not count the last delivery, otherwise '',
--       topic of events to release the values, '' to renew them, then the ids
for index = 5, #ARGV do
	local pending = redis.call('XPENDING', KEYS[1], 'g', ARGV[index], ARGV[index], 1)[1]
	if pending and pending[2] == ARGV[1] then
		local deliveries = pending[4]
		if ARGV[3] == 'uncount' then
			deliveries = math.max(deliveries - 1, 0)
		end
		redis.call('XCLAIM', KEYS[1], 'g', ARGV[1], 0, ARGV[index], 'IDLE', ARGV[2], 'RETRYCOUNT', deliveries, 'JUSTID')
	end
end
if ARGV[4] ~= '' then
	redis.call('PUBLISH', ARGV[4], 'released')
end
return {}
