// Before the first paint, so that a dark page never flashes white: a choice made here wins over the system's.
(function () {
	let choice = null;
	try {
		choice = localStorage.getItem("backpressure-theme");
	}
	catch {
		// without storage the system decides
	}
	if (choice === "dark" || choice === "light") {
		document.documentElement.dataset.theme = choice;
	}
})();
