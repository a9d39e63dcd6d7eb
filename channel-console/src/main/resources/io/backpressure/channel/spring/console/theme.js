// Runs before the first paint, so that a dark page never flashes white. The choice of the user on the page overrides the system.
(function () {
	const root = document.documentElement;
	const system = matchMedia("(prefers-color-scheme: dark)");
	const follow = () => root.dataset.theme = root.dataset.choice ?? (system.matches ? "dark" : "light");
	try {
		const choice = localStorage.getItem("backpressure-theme");
		if (choice === "dark" || choice === "light") {
			root.dataset.choice = choice;
		}
	}
	catch {
		// without storage, the setting of the system applies
	}
	follow();
	system.addEventListener("change", follow);
})();
