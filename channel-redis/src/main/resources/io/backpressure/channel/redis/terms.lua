-- The settings that all instances agree on, kept in the hash of the channel.
local NAMES = {'capacity', 'strategy', 'visibility'}
-- Returns the settings that are in force if one of them differs from ARGV[1] to ARGV[3].
local function different(meta)
	local terms = redis.call('HMGET', meta, unpack(NAMES))
	for index = 1, #NAMES do
		if terms[index] and terms[index] ~= ARGV[index] then
			for missing = 1, #NAMES do
				terms[missing] = terms[missing] or '?'
			end
			return terms
		end
	end
	return nil
end
-- The number of other instances that were seen lately.
local function others(instances, instance, time, dead)
	redis.call('ZREMRANGEBYSCORE', instances, '-inf', time - dead)
	local count = redis.call('ZCARD', instances)
	if redis.call('ZSCORE', instances, instance) then
		count = count - 1
	end
	return count
end

