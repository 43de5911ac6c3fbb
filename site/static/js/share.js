// Reveals the buttons of a share bar that this browser can serve: copy the link, the device's sharing, print.

const abilities = {
  copy: {
    possible: () => Boolean(navigator.clipboard?.writeText),
    act: async (bar) => {
      await navigator.clipboard.writeText(bar.dataset.shareUrl);
      return bar.dataset.copied;
    },
  },
  native: {
    possible: () => typeof navigator.share === "function",
    act: async (bar) => {
      await navigator.share({ title: bar.dataset.shareTitle, url: bar.dataset.shareUrl });
      return "";
    },
  },
  print: {
    possible: () => typeof window.print === "function",
    act: async () => {
      window.print();
      return "";
    },
  },
};

for (const button of document.querySelectorAll("button[data-share]")) {
  const ability = abilities[button.dataset.share];
  const bar = button.closest("[data-share-url]");
  if (!ability?.possible() || !bar) continue;
  button.addEventListener("click", async () => {
    const status = bar.querySelector("[role=status]");
    try {
      status.textContent = await ability.act(bar);
    } catch (error) {
      // A reader who closes the device's dialog has changed their mind: no failure.
      status.textContent = error.name === "AbortError" ? "" : bar.dataset.failed;
    }
  });
  button.hidden = false;
  button.parentElement.hidden = false;
}
