// When to ask. One question is on its way at a time; the next is asked a second later, or later than that when
// answers take long or nobody looks.

const INTERVAL = 1000;
const HIDDEN_INTERVAL = 10000;
const LONGEST = 10000;
const REST = 3; // times as long as an answer took

export class Poller {

	#ask;

	#timer = null;

	#asking = false;

	#failures = 0;

	paused = false;

	/** ask: does everything for one round, and returns whether it went well. */
	constructor(ask) {
		this.#ask = ask;
		document.addEventListener("visibilitychange", () => {
			if (!document.hidden) {
				this.now();
			}
		});
	}

	get interval() {
		return document.hidden ? HIDDEN_INTERVAL : INTERVAL;
	}

	/** Ask at once, unless a question is on its way. */
	now() {
		clearTimeout(this.#timer);
		this.#timer = null;
		return this.#round();
	}

	async #round() {
		if (this.#asking || this.paused) {
			return;
		}
		this.#asking = true;
		const start = performance.now();
		let well = false;
		try {
			well = await this.#ask();
		}
		finally {
			this.#asking = false;
			const took = performance.now() - start;
			this.#failures = well ? 0 : this.#failures + 1;
			const rest = well ? Math.min(LONGEST, took * REST) : Math.min(5000, 1000 * this.#failures);
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => this.#round(), Math.max(this.interval - (well ? took : 0), rest));
		}
	}

}
