// Controls above the channels: search, order, view, pause, light or dark.

import { attribute, text } from "./dom.js";
import { repaintCharts } from "./chart.js";

const $ = (id) => document.getElementById(id);

/** Arguments: the order and the poller of the page, and callbacks for a changed search, sort or view, for Pause, and for Escape. */
export function followToolbar({ order, poller, changed, paused, escape }) {
	const again = () => {
		order.search = $("search").value;
		order.sort = $("sort").value;
		order.forget();
		changed();
	};
	$("search").addEventListener("input", again);
	$("sort").addEventListener("change", again);
	$("view").addEventListener("change", again);
	$("pause").addEventListener("click", () => {
		poller.paused = !poller.paused;
		attribute($("pause"), "aria-pressed", poller.paused);
		text($("pause"), poller.paused ? "Resume" : "Pause");
		document.body.classList.toggle("paused", poller.paused);
		paused();
		poller.now();
	});
	for (const event of ["pointermove", "pointerdown", "keydown"]) {
		$("channels").addEventListener(event, () => order.touch(), { passive: true });
	}
	addEventListener("keydown", (event) => {
		if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, select, textarea, dialog")) {
			event.preventDefault();
			$("search").focus();
		}
		if (event.key === "Escape" && event.target === $("search") && $("search").value !== "") {
			$("search").value = "";
			again();
		}
		else if (event.key === "Escape" && !event.target.closest("dialog, .detail")) {
			escape();
		}
	});
}

export function followTheme() {
	if (followTheme.done) {
		return;
	}
	followTheme.done = true;
	const root = document.documentElement;
	const system = matchMedia("(prefers-color-scheme: dark)");
	const isDark = () => root.dataset.theme === "dark";
	const update = () => {
		attribute($("theme"), "aria-pressed", isDark());
		repaintCharts();
	};
	$("theme").addEventListener("click", () => {
		root.dataset.theme = root.dataset.choice = isDark() ? "light" : "dark";
		try {
			localStorage.setItem("backpressure-theme", root.dataset.theme);
		}
		catch {
			// without storage, the choice holds until the page is left
		}
		update();
	});
	system.addEventListener("change", update); // runs after the listener of theme.js, which sets the theme
	update();
}
