// Which channels are shown, and in which order.

import { discarded, strategy } from "./condition.js";

const HELD = 10000; // trouble that has just passed keeps its place so long, so that nothing flickers up and down
const REST = 3000; // between two changes of the order, and since the last touch of the list

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

/** The worst level of late. */
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

	/** The list is in use: what is about to be clicked stays where it is. */
	touch() {
		this.#touched = performance.now();
	}

	/** Another sort or search takes effect at once. */
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
