// Live reload while somebody writes content. Part of `badgesite serve` only, never of a site.
(() => {
  const page = document.currentScript.dataset.page;
  const isOther = () =>
    fetch(location.href).then((answer) => answer.text()).then((text) => !text.includes(`data-page="${page}"`), () => true);
  const events = new EventSource("/__badgesite__/events");
  let overlay = null;
  events.onmessage = async (event) => {
    const { problems, changed, glanced } = JSON.parse(event.data);
    overlay?.remove();
    overlay = null;
    if (changed && (!glanced || await isOther())) location.reload(); // and then the problems are told again
    if (changed || problems.length === 0) return;
    overlay = document.createElement("pre");
    overlay.setAttribute("role", "alert");
    overlay.textContent = `The site shown is the last good one.\n\n${problems.join("\n\n")}`;
    Object.assign(overlay.style, {
      position: "fixed", inset: "auto 1rem 1rem 1rem", maxHeight: "60vh", overflow: "auto", zIndex: "99",
      padding: "1rem", margin: "0", font: "15px/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap",
      background: "#331517", color: "#ffdcda", border: "2px solid #ff9b98", borderRadius: "8px",
    });
    document.body.append(overlay);
  };
})();
