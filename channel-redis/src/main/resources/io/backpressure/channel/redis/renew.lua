-- Values are still being worked on, or given back, if they are still this consumer's.
-- KEYS: stream
-- ARGV: consumer, idle milliseconds that they shall have, topic of events or '', ids
for index = 4, #ARGV do
	local pending = redis.call('XPENDING', KEYS[1], 'g', ARGV[index], ARGV[index], 1)[1]
	if pending and pending[2] == ARGV[1] then
		redis.call('XCLAIM', KEYS[1], 'g', ARGV[1], 0, ARGV[index], 'IDLE', ARGV[2], 'JUSTID')
	end
end
if ARGV[3] ~= '' then
	redis.call('PUBLISH', ARGV[3], 'released')
end
return {}
