// Charts over time, drawn by uPlot.

import { attribute, el, text } from "./dom.js";
import { strategy } from "./condition.js";
import { rate } from "./format.js";

const uPlot = window.uPlot;
const colours = {};
const charts = new Set();

export const CARD_SECONDS = 120;
export const DETAIL_SECONDS = 300;

function readColours() {
	const style = getComputedStyle(document.documentElement);
	for (const name of ["sent", "received", "lost", "waits", "fill", "ink-3", "line", "lost-area", "fill-area"]) {
		colours[name] = style.getPropertyValue(`--${name}`).trim();
	}
}

/** Repaints all charts after a change between light and dark. */
export function repaintCharts() {
	readColours();
	charts.forEach((chart) => chart.redraw(false, true));
}

const colour = (name) => () => colours[name];

function line(name, width, dash) {
	return { label: name, stroke: colour(name), width, dash, points: { show: false }, spanGaps: false };
}

/** Lines in painting order: the most important one comes last. */
function lines(width) {
	return [line("received", width, [4, 3]), line("sent", width), line("waits", width, [1, 3]),
		{ ...line("lost", width), fill: colour("lost-area") }];
}

export const LINES = ["received", "sent", "waits", "lost"];

const HEADROOM = 1.35; // factor that leaves space above the highest point of a strip, for the number shown there

/** Returns a function for the range of an axis: from zero to at least one, so that a low rate does not fill the chart. */
const fromZero = (headroom) => (self, least, greatest) => [0, Math.max(1, (greatest || 0) * headroom)];

function window_(seconds) {
	return (self) => {
		const newest = self.data[0][self.data[0].length - 1] ?? Date.now() / 1000;
		return [newest - seconds, newest];
	};
}

function make(options, element) {
	if (colours.sent === undefined) {
		readColours();
	}
	const chart = new uPlot({ legend: { show: false }, ms: 1e-3, ...options }, [[], ...options.series.slice(1).map(() => [])],
		element);
	charts.add(chart);
	return chart;
}

/** Strip chart of the last two minutes. The strip is drawn only while it is visible, or close to the visible part of the page. */
export class Spark {

	#history = null;

	constructor(height) {
		this.height = height;
		this.top = el("span", "top");
		this.element = el("div", "spark", this.top);
		this.element.setAttribute("aria-hidden", "true");
		this.visible = false;
		this.element.spark = this;
		sight.observe(this.element);
		sizes.observe(this.element);
	}

	update(history) {
		this.#history = history;
		this.draw();
	}

	draw() {
		if (!this.visible || !this.#history || !this.width) {
			return;
		}
		this.chart ??= make({ width: this.width, height: this.height, padding: [3, 0, 1, 0], cursor: { show: false },
			axes: [{ show: false }, { show: false }], scales: { x: { time: false, range: window_(CARD_SECONDS) },
				y: { range: fromZero(HEADROOM) } }, series: [{}, ...lines(1.5)] }, this.element);
		this.chart.setData(this.#history.data(CARD_SECONDS, LINES));
		text(this.top, `${rate(this.chart.scales.y.max / HEADROOM)}/s`);
	}

	resize(width) {
		if (width > 0 && width !== this.width) {
			this.width = width;
			this.chart?.setSize({ width, height: this.height });
			this.draw();
		}
	}

	destroy() {
		sight.unobserve(this.element);
		sizes.unobserve(this.element);
		if (this.chart) {
			charts.delete(this.chart);
			this.chart.destroy();
		}
	}

}

const sight = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
	target.spark.visible = isIntersecting;
	target.spark.draw();
}), { rootMargin: "400px" });

const sizes = new ResizeObserver((entries) => entries.forEach(({ target, contentRect }) =>
	(target.spark ?? target.chart).resize(Math.floor(contentRect.width))));

/** Large chart with axes. It passes the values under the pointer, or else the newest values, to a callback. */
export class Chart {

	constructor(kind, height, onCursor) {
		this.kind = kind;
		this.height = height;
		this.onCursor = onCursor;
		this.element = el("div", "chart");
		this.element.style.height = `${height}px`;
		this.element.chart = this;
		sizes.observe(this.element);
	}

	get names() {
		return this.kind === "fill" ? ["fill"] : LINES;
	}

	update(history) {
		this.history = history;
		if (!this.width) {
			return;
		}
		this.plot ??= make(this.#options(), this.element);
		this.plot.setData(history.data(DETAIL_SECONDS, this.names));
		this.#showInLegend();
	}

	resize(width) {
		if (width > 0 && width !== this.width) {
			this.width = width;
			this.plot?.setSize({ width, height: this.height });
			if (this.history) {
				this.update(this.history);
			}
		}
	}

	destroy() {
		sizes.unobserve(this.element);
		if (this.plot) {
			charts.delete(this.plot);
			this.plot.destroy();
		}
	}

	#options() {
		const axis = { stroke: colour("ink-3"), font: "11px system-ui, sans-serif", grid: { stroke: colour("line"), width: 1 },
			ticks: { show: false } };
		const fill = this.kind === "fill";
		return { width: this.width, height: this.height, padding: [8, 4, 0, 0],
			cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 }, sync: { key: "detail" } },
			hooks: { setCursor: [() => this.#showInLegend()] },
			axes: [{ ...axis, size: 24, space: 70, values: (self, splits) => splits.map(clock) },
				{ ...axis, size: 44, space: 28, values: (self, splits) => splits.map((value) => fill ? `${value}%`
					: rate(value)) }],
			scales: { x: { time: true, range: window_(DETAIL_SECONDS) }, y: { range: fill ? [0, 100] : fromZero(1.12) } },
			series: [{}, ...fill ? [{ ...line("fill", 1.5), fill: colour("fill-area") }] : lines(1.75)] };
	}

	#showInLegend() {
		const data = this.plot.data;
		const index = this.plot.cursor.idx ?? data[0].length - 1;
		if (index >= 0) {
			this.onCursor?.(Object.fromEntries(this.names.map((name, series) => [name, data[series + 1][index]])),
				this.plot.cursor.idx === null ? null : data[0][index] * 1000);
		}
	}

}

const hands = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function clock(seconds) {
	return hands.format(new Date(seconds * 1000));
}

/** Rates as numbers. They also serve as the legend of the lines. */
export class Legend {

	constructor() {
		this.cells = Object.fromEntries(["sent", "received", "lost", "waits"].map((name) => {
			const label = el("span", "label", name);
			const value = el("b", "", "–");
			return [name, { label, value, element: el("div", `cell ${name}`, el("i", "swatch"), label, value) }];
		}));
		this.element = el("div", "legend", ...Object.values(this.cells).map((cell) => cell.element));
	}

	update(channel, values) {
		text(this.cells.lost.label, strategy(channel).lost);
		for (const [name, cell] of Object.entries(this.cells)) {
			const value = values[name];
			text(cell.value, value === null || value === undefined ? "–" : `${rate(value)}/s`);
			attribute(cell.element, "data-on", value >= 0.05 ? "" : null);
		}
	}

}

/** Returns the current rates of a channel, by the names of the lines. */
export function ratesNow(history) {
	return { sent: history.rates.sent, received: history.rates.received, lost: history.lostRate,
		waits: history.rates.blockedSends };
}
