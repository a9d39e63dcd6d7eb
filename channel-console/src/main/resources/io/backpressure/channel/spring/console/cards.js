// Channels as cards, for a moderate number of channels.

import { arrange, attribute, button, el, text } from "./dom.js";
import { Flow, Pill } from "./tank.js";
import { Legend, ratesNow, Spark } from "./chart.js";
import { strategy } from "./condition.js";

export const MOST_CARDS = 60; // further channels have no card

/** Returns whether the channels are few enough for cards. If there are more, the table is the default view. */
export function fewEnough(channels) {
	return channels <= (matchMedia("(max-width: 600px)").matches ? 12 : 24);
}

class Card {

	constructor(name, open) {
		this.name = button(name, "name", () => open(name));
		this.badge = el("span", "badge");
		this.pill = new Pill();
		this.flow = new Flow();
		this.spark = new Spark(52);
		this.legend = new Legend();
		this.element = el("article", "card", el("header", "", el("h2", "", this.name), this.badge), this.pill.element,
			this.flow.element, this.spark.element, this.legend.element);
		this.element.addEventListener("click", (event) => {
			if (!event.target.closest("button") && String(getSelection()) === "") {
				open(name);
			}
		});
	}

	update({ channel, history, condition }) {
		text(this.badge, strategy(channel).label);
		attribute(this.badge, "title", strategy(channel).rule);
		this.pill.update(condition);
		attribute(this.element, "data-level", condition.level);
		this.flow.update(channel, history);
		this.spark.update(history);
		this.legend.update(channel, ratesNow(history));
	}

}

export class Cards {

	#cards = new Map();

	constructor(open) {
		this.open = open;
		this.element = el("div", "cards");
	}

	update(entries) {
		const shown = entries.slice(0, MOST_CARDS);
		const names = new Set(shown.map((entry) => entry.channel.name));
		for (const [name, card] of this.#cards) {
			if (!names.has(name)) {
				card.spark.destroy();
				card.element.remove();
				this.#cards.delete(name);
			}
		}
		const elements = shown.map((entry) => {
			const name = entry.channel.name;
			const card = this.#cards.get(name) ?? new Card(name, this.open);
			this.#cards.set(name, card);
			card.update(entry);
			return card.element;
		});
		this.#arrange(elements);
	}

	/** Arranges the cards. Cards move to their new positions with an animation, so that the eye can follow. */
	#arrange(elements) {
		const same = elements.length === this.element.children.length
			&& elements.every((element, index) => this.element.children[index] === element);
		if (same) {
			return;
		}
		const glide = !matchMedia("(prefers-reduced-motion: reduce)").matches;
		const before = new Map(glide ? [...this.element.children].map((child) => [child, child.getBoundingClientRect()]) : []);
		const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
		arrange(this.element, elements);
		focused?.isConnected && focused.focus({ preventScroll: true });
		for (const [child, from] of before) {
			const to = child.getBoundingClientRect();
			if (child.isConnected && (from.left !== to.left || from.top !== to.top)) {
				child.animate([{ transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` },
					{ transform: "none" }], { duration: 300, easing: "ease-out" });
			}
		}
	}

	destroy() {
		this.#cards.forEach((card) => card.spark.destroy());
		this.#cards.clear();
		this.element.remove();
	}

}
