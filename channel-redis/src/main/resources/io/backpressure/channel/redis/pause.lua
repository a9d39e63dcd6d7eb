-- Notices that Redis was paused or away: nobody could renew what it has in hand meanwhile, so nothing is claimed for
-- one visibility timeout. Every running instance looks more often than a gap is long.
local function now()
	local time = redis.call('TIME')
	return time[1] * 1000 + math.floor(time[2] / 1000)
end
-- Returns whether values may be claimed that were not renewed.
local function look(meta, visibility, gap)
	local time = now()
	local last = redis.call('HMGET', meta, 'looked', 'paused')
	local looked, paused = tonumber(last[1] or time), tonumber(last[2] or '0')
	if time - looked > gap or time < looked then
		paused = time
		redis.call('HSET', meta, 'paused', time)
	end
	redis.call('HSET', meta, 'looked', time)
	return time < paused or time - paused >= visibility
end

