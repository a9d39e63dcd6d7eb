// Display of the connection to the application, with an explanation if the application does not answer.

import { attribute, button, el, text } from "./dom.js";
import { time } from "./format.js";

const $ = (id) => document.getElementById(id);

export class Connection {

	/** retry: requests an answer at once. */
	constructor(retry) {
		this.retry = retry;
		this.lost = false;
	}

	/** words: the text to show, if it differs from the name of the state. */
	show(state, words = state) {
		attribute($("connection"), "data-state", state);
		text($("connection").lastElementChild, words);
	}

	/** Records an answer. Returns whether the answer before it was missing. */
	found() {
		const again = this.lost;
		this.lost = false;
		this.solve();
		$("lost").hidden = true;
		document.body.classList.remove("stale");
		this.show("live");
		return again;
	}

	/**
	 * Records a missing answer. lastAnswer: the time of the last answer, or null. Returns whether the channels on the page have just
	 * become outdated.
	 */
	lose(error, lastAnswer) {
		this.show("failed", error.kind === "lost" ? "connection lost" : "no data");
		document.body.classList.add("stale");
		const first = !this.lost;
		this.lost = true;
		if (error.kind === "setup" || lastAnswer === null) {
			this.explain(error);
			return false;
		}
		if (first) {
			$("lost").replaceChildren(el("b", "", "Connection lost. "),
				`${error.message} This page shows the state at ${time(lastAnswer)}. Retrying.`,
				button("Try now", "", this.retry));
			$("lost").hidden = false;
		}
		return first;
	}

	/** elsewhere: port and path of a console that can reach the endpoint. */
	explain(error, elsewhere) {
		const box = $("problem");
		const state = error.message + error.remedy;
		if (box.lastState === state && !box.hidden) {
			return;
		}
		box.lastState = state;
		box.replaceChildren(el("h2", "", error.message));
		if (error.remedy) {
			box.append(el("p", "", error.remedy));
		}
		if (elsewhere) {
			const link = el("a", "", `${location.protocol}//${location.hostname}:${elsewhere}`);
			link.href = link.textContent;
			box.append(el("p", "", link));
		}
		if (error.code) {
			box.append(el("pre", "", el("code", "", error.code)));
		}
		if (error.kind === "lost") {
			box.append(el("p", "quiet", "Retrying."));
		}
		box.hidden = false;
	}

	solve() {
		$("problem").hidden = true;
	}

}
