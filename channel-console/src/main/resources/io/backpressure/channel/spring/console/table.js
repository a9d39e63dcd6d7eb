// Channels as rows of a table, for any number of channels. Only the visible rows, and a few rows around them, exist.

import { arrange, attribute, button, el, text } from "./dom.js";
import { Pill, Tank } from "./tank.js";
import { ratesNow, Spark } from "./chart.js";
import { FINE, strategy } from "./condition.js";
import { count, rate } from "./format.js";

const ROW = 48; // pixels, as in table.css
const SPARE = 6; // additional rows above and below the visible rows

const LONG_NAME = 44; // characters above which a name has a smaller font

const COLUMNS = [["Channel", "channel"], ["Strategy", "strategy"], ["Buffered", "buffer"],
	["Waiting", "number waiting", "Senders that wait for room"], ["Busy", "number reading", "Busy threads and all threads of the listeners"],
	["Sent/s", "number sent"], ["Received/s", "number received"],
	["Lost/s", "number lost", "Values that the channel dropped, and sends that failed"],
	["Waits/s", "number waits", "Sends that had to wait for room"], ["Last 2 min", "trend"]];

class Row {

	constructor(name, open) {
		this.name = button(name, "name", () => open(name));
		this.name.title = name;
		this.pill = new Pill();
		this.badge = el("span", "badge");
		this.tank = new Tank("tank small");
		this.tank.still();
		this.numbers = Array.from({ length: 6 }, () => el("span"));
		this.spark = new Spark(28);
		this.name.classList.toggle("long", name.length > LONG_NAME);
		const contents = [el("div", "who", this.name, this.pill.element), this.badge, this.tank.element, ...this.numbers, this.spark.element];
		this.element = el("tr", "row", ...COLUMNS.map(([, className], index) => {
			const cell = el(index === 0 ? "th" : "td", className, contents[index]);
			if (index === 0) {
				cell.scope = "row";
			}
			return cell;
		}));
		this.element.addEventListener("click", (event) => event.target.closest("button") || open(name));
	}

	update({ channel, history, condition }) {
		const now = ratesNow(history);
		this.pill.update(condition);
		this.pill.element.hidden = condition.level === FINE;
		attribute(this.element, "data-level", condition.level);
		text(this.badge, strategy(channel).label);
		this.tank.update(channel);
		const threads = channel.listeners.reduce((sum, listener) => sum + listener.threads, 0);
		const busy = channel.listeners.reduce((sum, listener) => sum + listener.activeThreads, 0);
		[count(channel.waitingSenders), channel.listeners.length > 0 ? `${count(busy)}/${count(threads)}` : "–", rate(now.sent),
			rate(now.received), rate(now.lost), rate(now.waits)].forEach((value, index) => {
			text(this.numbers[index], value);
			attribute(this.numbers[index], "data-zero", value === "0" || value === "–" ? "" : null);
		});
		this.spark.update(history);
	}

}

export class Table {

	#rows = new Map();

	#entries = [];

	constructor(open) {
		this.open = open;
		this.above = el("tr", "space");
		this.below = el("tr", "space");
		this.above.append(el("td"));
		this.below.append(el("td"));
		this.above.setAttribute("aria-hidden", "true");
		this.below.setAttribute("aria-hidden", "true");
		this.body = el("tbody");
		this.element = el("table", "table", el("thead", "", el("tr", "", ...COLUMNS.map(([label, className, title]) => {
			const cell = el("th", className, label);
			cell.scope = "col";
			attribute(cell, "title", title ?? null);
			return cell;
		}))), this.body);
		this.onScroll = () => {
			this.scheduled ??= requestAnimationFrame(() => {
				this.scheduled = null;
				this.#render();
			});
		};
		addEventListener("scroll", this.onScroll, { passive: true });
		addEventListener("resize", this.onScroll);
		this.body.addEventListener("keydown", (event) => this.#walk(event));
	}

	update(entries) {
		this.#entries = entries;
		this.#render();
	}

	#render() {
		const top = -this.body.getBoundingClientRect().top;
		const total = this.#entries.length;
		const first = Math.max(0, Math.min(total, Math.floor(top / ROW)) - SPARE);
		const last = Math.min(total, Math.max(0, Math.ceil((top + innerHeight) / ROW)) + SPARE);
		const shown = this.#entries.slice(first, last);
		const names = new Set(shown.map((entry) => entry.channel.name));
		for (const [name, row] of this.#rows) {
			if (!names.has(name)) {
				row.spark.destroy();
				this.#rows.delete(name);
			}
		}
		const focused = this.body.contains(document.activeElement) ? document.activeElement : null;
		const elements = shown.map((entry, index) => {
			const name = entry.channel.name;
			const row = this.#rows.get(name) ?? new Row(name, this.open);
			this.#rows.set(name, row);
			row.update(entry);
			attribute(row.element, "aria-rowindex", first + index + 2);
			return row.element;
		});
		attribute(this.element, "aria-rowcount", total + 1);
		this.above.style.height = `${first * ROW}px`;
		this.below.style.height = `${(total - last) * ROW}px`;
		arrange(this.body, [this.above, ...elements, this.below]);
		if (focused?.isConnected && document.activeElement !== focused) {
			focused.focus({ preventScroll: true });
		}
	}

	#walk(event) {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const row = event.target.closest("tr.row");
		if (!step || !row) {
			return;
		}
		event.preventDefault();
		const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
		const name = next?.querySelector("button.name");
		if (name) {
			name.focus({ preventScroll: true });
			name.scrollIntoView({ block: "nearest" });
		}
	}

	destroy() {
		removeEventListener("scroll", this.onScroll);
		removeEventListener("resize", this.onScroll);
		this.#rows.forEach((row) => row.spark.destroy());
		this.#rows.clear();
		this.element.remove();
	}

}
