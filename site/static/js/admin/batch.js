// Drives a batch of decisions on, and shows how far it has come, as long as its page is open.
(() => {
  const batch = document.querySelector("[data-batch]:not([data-finished])");
  if (!batch) return;
  const bar = batch.querySelector("progress");
  const position = batch.querySelector("[data-position]");
  const form = batch.querySelector("form");
  const number = new Intl.NumberFormat(document.documentElement.lang);

  async function goOn() {
    const answer = await fetch(batch.dataset.batch, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    // The button does the same by hand.
    if (!answer.ok) return;
    const state = await answer.json();
    bar.value = state.position;
    position.textContent = number.format(state.position);
    if (state.finished) location.reload();
    else goOn();
  }

  goOn().catch(() => {});
})();
