// Fills the charts with what the application remembers: one channel at a time, and only of channels that are shown.

const MOST = 60; // rounds of questions; who looks at more channels than that waits for them as before

export class Backfill {

	#api;

	#asked = new Set();

	#waiting = [];

	#asking = false;

	constructor(api) {
		this.#api = api;
	}

	/** Ask for the past of some entries, unless that was done before. */
	want(entries) {
		for (const entry of entries) {
			if (!this.#asked.has(entry.channel.name) && this.#asked.size < MOST) {
				this.#asked.add(entry.channel.name);
				this.#waiting.push(entry);
			}
		}
		this.#next();
	}

	/** After a time without connection there is a gap to fill. */
	again() {
		this.#asked.clear();
		this.#waiting = [];
	}

	async #next() {
		if (this.#asking) {
			return;
		}
		this.#asking = true;
		while (this.#waiting.length > 0) {
			const { channel, history } = this.#waiting.shift();
			try {
				const past = await this.#api.history(channel.name);
				history.fill(past, past.capacity);
			}
			catch {
				// the charts begin now, as those of an application that remembers nothing
			}
		}
		this.#asking = false;
	}

}
