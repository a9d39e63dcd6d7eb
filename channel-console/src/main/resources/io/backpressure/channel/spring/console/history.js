// The last minutes of every channel: the answers of the endpoint since this page was opened, and earlier samples that the
// application has kept.

import { discarded, isKnown } from "./condition.js";

const SAMPLES = 300; // answers, one per second
const REMEMBERED = 150; // samples kept by the application
const STEP = 2; // seconds between two of these samples

/** Names of the series, in the order of their arrays. */
const SERIES = ["sent", "received", "lost", "waits", "fill"];
const SPARSE = new Set(["lost", "waits"]);

/** Times of the samples, which all channels share. They are contiguous, so that a chart can take a slice without copying. */
export class Timeline {

	times = new Float64Array(2 * SAMPLES);

	end = 0;

	/** Adds a time. Returns whether each series must move its second half to the front before it adds the sample of that time. */
	add(seconds) {
		if (this.end === 0) {
			this.#makeRoomForThePast(seconds);
		}
		const full = this.end === this.times.length;
		if (full) {
			this.times.copyWithin(0, SAMPLES);
			this.end = SAMPLES;
		}
		this.times[this.end++] = seconds;
		return full;
	}

	#makeRoomForThePast(seconds) {
		for (let step = REMEMBERED; step > 0; step--) {
			this.times[this.end++] = seconds - step * STEP;
		}
	}

	/** Returns the index of the first sample that is at most the given number of seconds older than the newest sample. */
	since(seconds) {
		const earliest = this.times[this.end - 1] - seconds;
		let start = Math.max(0, this.end - SAMPLES - REMEMBERED);
		while (start < this.end - 1 && this.times[start] < earliest) {
			start++;
		}
		return start;
	}

}

export class History {

	#timeline;

	#series = SERIES.map(() => new Float32Array(2 * SAMPLES).fill(NaN));

	#previous = null;

	/** Counts at the time when this page first showed the channel. */
	first = null;

	/** Time at which this page first showed the channel. */
	firstSeen = null;

	/** Values per second that listeners have discarded since the previous answer. */
	discardRate = 0;

	constructor(timeline) {
		this.#timeline = timeline;
	}

	/** Adds the sample for the newest time of the timeline. */
	add(channel, millis, shift) {
		this.#move(shift);
		this.first ??= channel;
		this.firstSeen ??= millis;
		const rates = this.#rates(channel, millis);
		this.lostRate = rates.dropped + rates.failedSends;
		this.discardRate = this.#discarded(channel, millis);
		this.rates = rates;
		const at = this.#timeline.end - 1;
		[rates.sent, rates.received, this.lostRate, rates.blockedSends, isKnown(channel) ? channel.utilization * 100 : NaN]
			.forEach((value, index) => this.#series[index][at] = value);
		this.#previous = { channel, millis };
	}

	#discarded(channel, millis) {
		const previous = this.#previous;
		return previous ? Math.max(0, discarded(channel) - discarded(previous.channel)) * 1000
			/ Math.max(1, millis - previous.millis) : 0;
	}

	/** Fills the gaps before this page was opened, and while it was not connected, with samples kept by the application. */
	fill(past, capacity) {
		const { times, end } = this.#timeline;
		let sample = 0;
		for (let index = 0; index < end; index++) {
			while (sample + 1 < past.times.length && past.times[sample + 1] / 1000 <= times[index] + STEP / 2) {
				sample++;
			}
			if (sample < past.times.length && Math.abs(past.times[sample] / 1000 - times[index]) <= STEP
				&& Number.isNaN(this.#series[0][index])) {
				[past.sent[sample], past.received[sample], past.dropped[sample] + past.failedSends[sample],
					past.blockedSends[sample], past.size[sample] === null ? NaN : past.size[sample] / capacity * 100]
					.forEach((value, series) => this.#series[series][index] = value);
			}
		}
	}

	/** Returns the rates of the endpoint, which cover two seconds. After a longer pause between answers, computes rates from counts. */
	#rates(channel, millis) {
		const previous = this.#previous;
		if (!previous || millis - previous.millis < 3500 || channel.sent < previous.channel.sent) {
			return channel.rates;
		}
		const seconds = (millis - previous.millis) / 1000;
		return Object.fromEntries(Object.keys(channel.rates)
			.map((key) => [key, Math.max(0, channel[key] - previous.channel[key]) / seconds]));
	}

	/** Returns the times and series of the last seconds in the format of the charting library, with null for a missing sample. */
	data(seconds, names) {
		const { times, end } = this.#timeline;
		const start = this.#timeline.since(seconds);
		return [times.subarray(start, end), ...names.map((name) => {
			const values = this.#series[SERIES.indexOf(name)].subarray(start, end);
			return Array.from(values, SPARSE.has(name) ? (value, index) => something(values, index) ? value : null
				: (value) => Number.isNaN(value) ? null : value);
		})];
	}

	/** If the timeline has moved its second half to the front, moves that of each series, too. */
	#move(shift) {
		if (shift) {
			this.#series.forEach((values) => values.copyWithin(0, SAMPLES).fill(NaN, SAMPLES));
		}
	}

	/** Adds a gap at the newest time. */
	gap(shift) {
		this.#move(shift);
		this.#series.forEach((values) => values[this.#timeline.end - 1] = NaN);
	}

}

/** Returns whether the line has a point for a value: the value or one beside it is above zero. So no line runs along zero. */
function something(values, index) {
	return values[index] >= 0.05 || values[index] >= 0 && (values[index - 1] >= 0.05 || values[index + 1] >= 0.05);
}
