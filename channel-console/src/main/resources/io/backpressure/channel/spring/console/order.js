// Selection and order of the channels that are shown.

import { discarded, strategy } from "./condition.js";

const HELD = 10000; // milliseconds for which a recovered channel keeps its position, so that the list does not flicker
const REST = 3000; // minimum milliseconds between two changes of the order, and between the last use of the list and a change

const byName = (a, b) => a.channel.name.localeCompare(b.channel.name, "en", { numeric: true });

const ORDERS = {
	trouble: (a, b) => b.held - a.held || byName(a, b),
	name: byName,
	fullness: (a, b) => Math.round(b.channel.utilization * 20) - Math.round(a.channel.utilization * 20) || byName(a, b),
	lost: (a, b) => lost(b) - lost(a) || byName(a, b),
};

function lost({ channel }) {
	return channel.dropped + channel.failedSends + discarded(channel);
}

/** Updates the worst recent level of an entry, by which the order "trouble first" sorts. */
export function hold(entry, now) {
	if (entry.condition.level >= (entry.held ?? 0)) {
		entry.held = entry.condition.level;
		entry.heldUntil = now + HELD;
	}
	else if (now > entry.heldUntil) {
		entry.held = entry.condition.level;
	}
}

function matches({ channel, condition }, words) {
	const haystack = `${channel.name} ${strategy(channel).label} ${channel.strategy} ${condition.text} `
		+ channel.listeners.map((listener) => `${listener.id} ${listener.state}`).join(" ");
	return words.every((word) => haystack.toLowerCase().includes(word));
}

export class Order {

	sort = "trouble";

	search = "";

	#names = [];

	#changed = 0;

	#touched = 0;

	/** Records that the list is in use. The order then stays for a while, so that a click hits its target. */
	touch() {
		this.#touched = performance.now();
	}

	/** Lets the next call of `of` apply a changed sort or search at once. */
	forget() {
		this.#changed = 0;
		this.#touched = 0;
	}

	of(entries) {
		const words = this.search.toLowerCase().split(/\s+/).filter(Boolean);
		const found = [...entries.values()].filter((entry) => words.length === 0 || matches(entry, words));
		const now = performance.now();
		const rest = this.#changed === 0 || now - this.#changed > REST && now - this.#touched > REST;
		if (rest) {
			found.sort(ORDERS[this.sort]);
			this.#changed = now;
		}
		else {
			const place = new Map(this.#names.map((name, index) => [name, index]));
			found.sort((a, b) => (place.get(a.channel.name) ?? Infinity) - (place.get(b.channel.name) ?? Infinity) || byName(a, b));
		}
		this.#names = found.map((entry) => entry.channel.name);
		return found;
	}

}
