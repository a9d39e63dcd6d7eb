// Whether the application answers, and what is wrong if it does not.

import { attribute, button, el, text } from "./dom.js";
import { time } from "./format.js";

const $ = (id) => document.getElementById(id);

export class Connection {

	/** retry: asks at once. */
	constructor(retry) {
		this.retry = retry;
		this.lost = false;
	}

	/** words: what to say of a state, if it is not the state itself. */
	show(state, words = state) {
		attribute($("connection"), "data-state", state);
		text($("connection").lastElementChild, words);
	}

	/** There is an answer. Returns whether there was none before. */
	found(paused) {
		const again = this.lost;
		this.lost = false;
		this.solve();
		$("lost").hidden = true;
		document.body.classList.remove("stale");
		this.show(paused ? "paused" : "live");
		return again;
	}

	/** There is none, the last was at that time, or never. Returns whether what is shown begins to be out of date. */
	lose(refusal, lastAnswer) {
		this.show("failed", refusal.kind === "lost" ? "connection lost" : "no data");
		document.body.classList.add("stale");
		const first = !this.lost;
		this.lost = true;
		if (refusal.kind === "setup" || lastAnswer === null) {
			this.explain(refusal);
			return false;
		}
		if (first) {
			$("lost").replaceChildren(el("b", "", "Connection lost. "),
				`${refusal.message} What you see is of ${time(lastAnswer)}. Trying again.`,
				button("Try now", "", this.retry));
			$("lost").hidden = false;
		}
		return first;
	}

	/** elsewhere: port and path of a console that can do better. */
	explain(refusal, elsewhere) {
		const box = $("problem");
		const state = refusal.message + refusal.remedy;
		if (box.lastState === state && !box.hidden) {
			return;
		}
		box.lastState = state;
		box.replaceChildren(el("h2", "", refusal.message));
		if (refusal.remedy) {
			box.append(el("p", "", refusal.remedy));
		}
		if (elsewhere) {
			const link = el("a", "", `${location.protocol}//${location.hostname}:${elsewhere}`);
			link.href = link.textContent;
			box.append(el("p", "", link));
		}
		if (refusal.code) {
			box.append(el("pre", "", el("code", "", refusal.code)));
		}
		if (refusal.kind === "lost") {
			box.append(el("p", "quiet", "Trying again."));
		}
		box.hidden = false;
	}

	solve() {
		$("problem").hidden = true;
	}

}
