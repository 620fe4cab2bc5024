(async () => {
  const figures = [...document.querySelectorAll("figure.chart")];
  const packed = document.querySelector("script#plotly-packed");
  if (!figures.length || !packed) return;

  const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);

  const areas = [];
  for (const figure of figures) {
    const area = figure.querySelector(".chart-area");
    const { data, layout, config } = JSON.parse(figure.querySelector("script").textContent);
    await Plotly.newPlot(area, data, layout, config);
    areas.push(area);
  }

  // Paper is narrower than the window: draw at its width, and go back afterwards.
  const paper = 688; // A4 less two margins of 14 mm, in CSS pixels
  addEventListener("beforeprint", () => areas.forEach((area) => Plotly.relayout(area, { width: paper })));
  addEventListener("afterprint", () =>
    areas.forEach((area) => Plotly.relayout(area, { width: null, autosize: true })));
  document.documentElement.dataset.charts = String(areas.length);
})().catch((error) => {
  document.documentElement.dataset.charts = "failed";
  for (const figure of document.querySelectorAll("figure.chart")) {
    if (!figure.querySelector("svg")) figure.classList.add("undrawn");
  }
  console.error(error);
});
