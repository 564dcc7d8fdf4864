"use strict";
// Makes the timeline move: zoom, pan, and what each lane says at one moment. Without it the page is whole, but stands still.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const lanes = document.getElementById("lanes");
  if (!lanes) return;
  const axis = document.getElementById("axis");
  const here = document.getElementById("here");
  const cursor = document.getElementById("cursor");
  const when = document.getElementById("when");
  const plots = [...lanes.querySelectorAll(".plot")];
  const values = [...lanes.querySelectorAll(".value")];
  const resting = values.map((value) => value.textContent);
  const marks = [...document.querySelectorAll("#marks line[data-at]")];
  const parts = [...document.querySelectorAll("#car [data-lane]")];
  for (const part of parts) part.resting = [part.getAttribute("class"), part.querySelector(".words").textContent];
  // Milliseconds that are shown at least, so that there is always something between two labels.
  const least = Math.min(20, data.end);
  let from = 0, to = data.end, at = null;

  const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

  // Seconds by the capture's clock at a moment of the page.
  const real = (time) => {
    let part = data.parts[0];
    for (const next of data.parts) if (next[0] <= time) part = next;
    return part[1] + (time - part[0]) / 1000;
  };

  const said = (seconds) => {
    const size = Math.abs(seconds), sign = seconds < -0.0005 ? "\u2212" : "";
    if (size < 60) return sign + String(Number(size.toFixed(3))) + " s";
    const whole = Math.round(size), two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
    return sign + (hours ? hours + ":" + two(minutes) : minutes) + ":" + two(whole % 60);
  };

  // The last run that begins by then, of runs of so many numbers each; -1 if none does.
  const find = (runs, wide, time) => {
    let low = 0, high = runs.length / wide;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle * wide] <= time) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const code = (lane, time) => {
    const run = find(lane.runs, 2, time);
    return run < 0 ? -1 : lane.runs[run * 2 + 1];
  };

  const tell = (lane, time) => {
    if (lane.moments) {
      const near = (to - from) / 80;
      const those = lane.moments.filter(([moment]) => Math.abs(moment - time) <= near);
      those.sort((one, other) => Math.abs(one[0] - time) - Math.abs(other[0] - time));
      return those.length ? those[0][1] : "";
    }
    if (lane.unit) {
      const run = find(lane.runs, 3, time);
      const low = run < 0 ? null : lane.runs[run * 3 + 1];
      if (low === null) return "unknown";
      const high = lane.runs[run * 3 + 2];
      return (low === high ? low.toFixed(1) : low.toFixed(1) + " to " + high.toFixed(1)) + " " + lane.unit;
    }
    const state = code(lane, time);
    return state < 0 ? (lane.words[0] === "right" ? "" : "unknown") : lane.words[state];
  };

  const labels = () => {
    const rough = (to - from) / Math.max(2, Math.min(8, axis.clientWidth / 75));
    let step = 3600000 * Math.ceil(rough / 3600000);
    for (const round of [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 3e4, 6e4, 12e4, 3e5, 6e5, 12e5, 18e5, 36e5]) {
      if (round >= rough) { step = round; break; }
    }
    const texts = [];
    for (let time = Math.ceil(from / step) * step; time < to - step / 3; time += step) {
      const text = document.createElementNS(axis.namespaceURI, "text");
      text.setAttribute("x", ((time - from) / (to - from) * 100).toFixed(3) + "%");
      text.setAttribute("y", "13");
      text.textContent = said(real(time));
      texts.push(text);
    }
    axis.replaceChildren(...texts);
  };

  const draw = () => {
    for (const plot of plots) {
      const [, , , high] = plot.getAttribute("viewBox").split(" ");
      plot.setAttribute("viewBox", from + " 0 " + (to - from) + " " + high);
    }
    const place = (line, time) => {
      const share = (time - from) / (to - from);
      line.setAttribute("visibility", share < 0 || share > 1 ? "hidden" : "visible");
      line.setAttribute("x1", share * 100 + "%");
      line.setAttribute("x2", share * 100 + "%");
    };
    for (const mark of marks) place(mark, Number(mark.dataset.at));
    if (at === null) here.setAttribute("visibility", "hidden"); else place(here, at);
    labels();
  };

  // What everything says at a moment; at none, what stood there before.
  const point = (time) => {
    at = time;
    lanes.classList.toggle("live", time !== null);
    values.forEach((value, number) => {
      value.textContent = time === null ? resting[number] : tell(data.lanes[number], time);
    });
    cursor.textContent = time === null ? "" : "at " + real(time).toFixed(3) + " s";
    if (when) when.textContent = time === null ? "at the end" : "at " + real(time).toFixed(3) + " s";
    for (const part of parts) {
      const lane = data.lanes[Number(part.dataset.lane)];
      const words = part.querySelector(".words");
      const classes = part.resting[0].split(" ").filter((name) => !["yes", "no", "unknown", "many"].includes(name));
      if (time === null) {
        part.setAttribute("class", part.resting[0]);
        words.textContent = part.resting[1];
      } else {
        const state = code(lane, time), grade = /( [CD])$/.exec(part.resting[1]);
        const loud = ["open", "locked"].includes(lane.words[state]);
        part.setAttribute("class", classes.concat(state < 0 ? "unknown" : ["no", "yes", "many"][state]).join(" "));
        words.textContent = state < 0 ? "unknown" : (loud ? lane.words[state].toUpperCase() : lane.words[state]) + (grade ? grade[1] : "");
      }
    }
    draw();
  };

  const show = (low, high) => {
    const wide = clamp(high - low, least, data.end);
    from = clamp(low, 0, data.end - wide);
    to = from + wide;
    draw();
  };

  const zoom = (factor, time) => {
    const wide = clamp((to - from) * factor, least, data.end);
    const share = (time - from) / (to - from);
    show(time - share * wide, time - share * wide + wide);
  };

  const middle = () => (at !== null && at >= from && at <= to ? at : (from + to) / 2);

  const timeAt = (x) => {
    const box = axis.getBoundingClientRect();
    return clamp(from + (x - box.left) / box.width * (to - from), 0, data.end);
  };

  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "all") { point(null); show(0, data.end); }
      else zoom(button.dataset.zoom === "in" ? 0.5 : 2, middle());
    });
  }
  for (const button of document.querySelectorAll("[data-from]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const begin = Number(button.dataset.from), end = Number(button.dataset.to);
      const room = Math.max((end - begin) * 0.5, 500);
      show(begin - room, end + room);
      point(begin);
      document.getElementById("timeline").scrollIntoView();
    });
  }
  document.getElementById("controls").hidden = false;

  // One finger or button points, and pans once it moves far while zoomed; two fingers zoom.
  const fingers = new Map();
  let held = null;
  const spread = () => {
    const [one, other] = [...fingers.values()];
    return { wide: Math.max(Math.abs(one - other), 10), middle: (one + other) / 2 };
  };
  lanes.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".plot")) return;
    fingers.set(event.pointerId, event.clientX);
    held = fingers.size === 1 ? { x: event.clientX, from, to } : null;
    point(timeAt(event.clientX));
  });
  addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) {
      if (event.pointerType === "mouse" && event.target.closest && event.target.closest("#lanes .plot")) point(timeAt(event.clientX));
      return;
    }
    if (fingers.size === 2) {
      const before = spread();
      fingers.set(event.pointerId, event.clientX);
      const now = spread();
      zoom(before.wide / now.wide, timeAt(now.middle));
      return;
    }
    fingers.set(event.pointerId, event.clientX);
    const moved = held ? event.clientX - held.x : 0;
    if (held && (to - from) < data.end && (held.pans || Math.abs(moved) > 8)) {
      held.pans = true;
      const shift = moved / axis.getBoundingClientRect().width * (held.to - held.from);
      show(held.from - shift, held.to - shift);
    } else {
      point(timeAt(event.clientX));
    }
  });
  const release = (event) => { fingers.delete(event.pointerId); held = null; };
  addEventListener("pointerup", release);
  addEventListener("pointercancel", release);
  lanes.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    zoom(Math.exp((event.deltaY || event.deltaX) / 300), timeAt(event.clientX));
  }, { passive: false });
  lanes.tabIndex = 0;
  lanes.addEventListener("keydown", (event) => {
    const step = (to - from) / 50;
    const keys = {
      ArrowLeft: () => point(clamp((at === null ? from : at) - step, 0, data.end)),
      ArrowRight: () => point(clamp((at === null ? from : at) + step, 0, data.end)),
      "+": () => zoom(0.5, middle()),
      "-": () => zoom(2, middle()),
      Escape: () => { point(null); show(0, data.end); },
    };
    if (!keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
    if (at !== null && (at < from || at > to)) show(at - (to - from) / 2, at + (to - from) / 2);
  });
  addEventListener("resize", labels);
  draw();
})();
