// SVG diagram of the channels that listeners connect: a listener receives from one channel and sends to others. The diagram
// runs from left to right.

import { attribute, el, text } from "./dom.js";

const SVG = document.querySelector("svg").namespaceURI;
const WIDTH = 150;
const HEIGHT = 28;
const GAP_X = 60;
const GAP_Y = 10;
const MARGIN = 4;
const MOST = 80; // channels; a larger diagram is not readable

/** Returns the edges from each channel to the channels that its listeners send to: { from, to, listener, kind }. */
export function edges(channels) {
	return channels.flatMap((channel) => channel.listeners.flatMap((listener) =>
		[["sends", listener.sendTo], ["dead", listener.deadLetter]].filter(([, to]) => to)
			.map(([kind, to]) => ({ from: channel.name, to, listener: listener.id, kind }))));
}

/** Assigns columns: each channel is to the right of all channels that feed it. If there is a cycle, firstReached does it instead. */
function columns(names, links) {
	const column = new Map(names.map((name) => [name, 0]));
	for (let round = 0; round < names.length; round++) {
		let moved = false;
		for (const { from, to } of links) {
			const wanted = column.get(from) + 1;
			if (wanted > column.get(to) && wanted < names.length) {
				column.set(to, wanted);
				moved = true;
			}
		}
		if (!moved) {
			return column;
		}
	}
	return firstReached(names, links);
}

/** Assigns columns if there is a cycle: each channel is one column to the right of the channel from which it is first reached. */
function firstReached(names, links) {
	const column = new Map();
	const visit = (name, at) => {
		if (!column.has(name)) {
			column.set(name, at);
			links.filter((link) => link.from === name).forEach((link) => visit(link.to, at + 1));
		}
	};
	names.filter((name) => !links.some((link) => link.to === name)).forEach((name) => visit(name, 0));
	names.forEach((name) => visit(name, 0));
	return column;
}

function layout(names, links) {
	const column = columns(names, links);
	const rows = new Map();
	const places = new Map();
	for (const name of [...names].sort((a, b) => column.get(a) - column.get(b))) {
		const x = column.get(name);
		const before = links.filter((link) => link.to === name && places.has(link.from)).map((link) => places.get(link.from).row);
		const wanted = before.length > 0 ? Math.min(...before) : 0;
		const row = Math.max(rows.get(x) ?? 0, wanted);
		rows.set(x, row + 1);
		places.set(name, { x: MARGIN + x * (WIDTH + GAP_X), y: MARGIN + row * (HEIGHT + GAP_Y), row });
	}
	return places;
}

function svg(name, attributes, ...children) {
	const element = document.createElementNS(SVG, name);
	Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
	element.append(...children);
	return element;
}

export class Pipeline {

	#shape = null;

	#nodes = new Map();

	constructor(element, open) {
		this.open = open;
		this.place = el("div", "picture");
		this.place.tabIndex = 0;
		this.place.setAttribute("aria-label", "Channels, and the listeners that send from one to another");
		this.place.setAttribute("role", "group");
		this.element = element;
		element.append(el("summary", "", "Pipeline"), this.place);
	}

	update(entries) {
		const channels = [...entries.values()].map((entry) => entry.channel);
		const known = new Set(channels.map((channel) => channel.name));
		const links = edges(channels).filter(({ from, to }) => known.has(to) && from !== to);
		const names = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
		this.element.hidden = names.length === 0 || names.length > MOST;
		if (this.element.hidden) {
			return;
		}
		const shape = JSON.stringify(links);
		if (shape !== this.#shape) {
			this.#shape = shape;
			this.#draw(names, links);
		}
		for (const [name, node] of this.#nodes) {
			const { channel, condition } = entries.get(name);
			attribute(node.element, "data-level", condition.level);
			attribute(node.fill, "width", Math.round((WIDTH - 2) * Math.min(1, channel.utilization ?? 0)));
			text(node.title, `${name}: ${condition.text}`);
		}
	}

	#draw(names, links) {
		const places = layout(names, links);
		const right = Math.max(...[...places.values()].map((place) => place.x)) + WIDTH + MARGIN;
		const bottom = Math.max(...[...places.values()].map((place) => place.y)) + HEIGHT + MARGIN;
		this.#nodes.clear();
		const picture = svg("svg", { viewBox: `0 0 ${right} ${bottom}`, width: right, height: bottom },
			svg("defs", {}, svg("marker", { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7,
				orient: "auto-start-reverse" }, svg("path", { d: "M0 0L8 4L0 8z" }))),
			...links.map((link) => this.#edge(link, places)),
			...names.map((name) => this.#node(name, places.get(name))));
		this.place.replaceChildren(picture);
	}

	#edge({ from, to, listener, kind }, places) {
		const a = places.get(from);
		const b = places.get(to);
		const start = { x: a.x + WIDTH, y: a.y + HEIGHT / 2 };
		const end = { x: b.x, y: b.y + HEIGHT / 2 };
		const bend = Math.max(GAP_X / 2, Math.abs(end.x - start.x) / 2);
		return svg("path", { class: `edge ${kind}`, "marker-end": "url(#tip)",
			d: `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x - 1} ${end.y}` },
			svg("title", {}, `${listener} ${kind === "dead" ? "sends dead letters" : "sends"} to ${to}`));
	}

	#node(name, { x, y }) {
		const title = svg("title", {});
		const fill = svg("rect", { class: "node-fill", x: 1, y: 1, width: 0, height: HEIGHT - 2, rx: 6 });
		const label = svg("text", { x: WIDTH / 2, y: HEIGHT / 2, "text-anchor": "middle", "dominant-baseline": "central" }, name);
		if (name.length > 19) {
			label.setAttribute("textLength", WIDTH - 10);
			label.setAttribute("lengthAdjust", "spacingAndGlyphs");
		}
		const element = svg("g", { class: "node", transform: `translate(${x} ${y})`, tabindex: 0, role: "button",
			"aria-label": name }, title, svg("rect", { class: "node-box", width: WIDTH, height: HEIGHT, rx: 7 }), fill, label);
		element.addEventListener("click", () => this.open(name));
		element.addEventListener("keydown", (event) => {
			if (event.key === "Enter" || event.key === " ") {
				event.preventDefault();
				this.open(name);
			}
		});
		this.#nodes.set(name, { element, fill, title });
		return element;
	}

}
