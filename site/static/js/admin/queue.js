// The queue by keyboard. Keys act only while a reply of the listing has the focus, so that nothing is
// decided by a key that was meant for something else; a decision leads to the reply that takes its place.
(() => {
  const PLACE = "queue.place";
  const rows = () => [...document.querySelectorAll("#listing-results tbody tr")];
  const focus = (row) => row?.querySelector("a[href]")?.focus();
  const press = (root, key) => root?.querySelector(`button[aria-keyshortcuts="${key}"]`)?.click();

  function remember(row) {
    sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, rows().indexOf(row)]));
  }

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (target.matches("textarea, select, input:not([type=checkbox])")) return;
    const row = target.closest("#listing-results tbody tr");
    const letter = key.toLowerCase();
    if (letter === "u" && target.closest("#listing-results")) press(document, "u");
    if (!row) return;
    if (letter === "j" || key === "ArrowDown") focus(row.nextElementSibling);
    else if (letter === "k" || key === "ArrowUp") focus(row.previousElementSibling);
    else if (letter === "o") row.querySelector("a[href]").click();
    else if (letter === "c") row.querySelector("input[type=checkbox]").click();
    else if (/^[prix]$/.test(letter)) press(row, letter);
    else return;
    event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    const row = event.target.closest("#listing-results tbody tr");
    const isUndo = event.target.matches(".undo-bar");
    if (row || isUndo) remember(row ?? rows()[0]);
  });

  const [path, index] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
  sessionStorage.removeItem(PLACE);
  if (path !== location.pathname) return;
  const there = rows();
  if (there.length) focus(there[Math.min(Math.max(index, 0), there.length - 1)]);
})();
