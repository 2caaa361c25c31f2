(() => {
  "use strict";
  const of = (id) => document.getElementById(id);
  const svg = of("drawing"), stage = of("stage"), find = of("find"), found = of("found");
  const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const whole = { x: left, y: top, w: width };
  const nodes = [...svg.querySelectorAll(".node")], notes = [...document.querySelectorAll(".notes > li")];
  const rows = [...document.querySelectorAll("tbody tr")];
  let box = whole;

  // Looking at the figure
  const show = (wanted) => {
    const w = Math.min(Math.max(wanted.w, width / 40), width), h = w * height / width;
    const x = Math.min(Math.max(wanted.x, left), left + width - w);
    const y = Math.min(Math.max(wanted.y, top), top + height - h);
    box = { x, y, w };
    svg.setAttribute("viewBox", [x, y, w, h].map((n) => +n.toFixed(2)).join(" "));
    stage.classList.toggle("zoomed", w < width);
  };
  const tall = () => box.w * height / width;
  const zoom = (factor, x = box.x + box.w / 2, y = box.y + tall() / 2) => {
    const w = Math.min(Math.max(box.w / factor, width / 40), width), share = w / box.w;
    show({ x: x - (x - box.x) * share, y: y - (y - box.y) * share, w });
  };
  const pan = (across, down) => show({ x: box.x + across * box.w, y: box.y + down * tall(), w: box.w });
  const around = (parts) => {
    const boxes = parts.map((part) => part.getBBox());
    const x0 = Math.min(...boxes.map((b) => b.x)), x1 = Math.max(...boxes.map((b) => b.x + b.width));
    const y0 = Math.min(...boxes.map((b) => b.y)), y1 = Math.max(...boxes.map((b) => b.y + b.height));
    const w = Math.max((x1 - x0) * 1.5, (y1 - y0) * 1.5 * width / height, width / 3);
    show({ x: (x0 + x1 - w) / 2, y: (y0 + y1 - w * height / width) / 2, w });
  };
  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());

  of("closer").addEventListener("click", () => zoom(1.5));
  of("farther").addEventListener("click", () => zoom(1 / 1.5));
  of("all").addEventListener("click", () => show(whole));
  const keys = {
    ArrowLeft: () => pan(-0.15, 0), ArrowRight: () => pan(0.15, 0), ArrowUp: () => pan(0, -0.15),
    ArrowDown: () => pan(0, 0.15), "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5),
    0: () => show(whole),
  };
  stage.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const point = at(event);
    zoom(Math.exp(-event.deltaY / 300), point.x, point.y);
  }, { passive: false });
  let from = null, moved = false;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = { point: at(event), x: event.clientX, y: event.clientY };
    moved = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (!from || (event.pointerType === "touch" && box.w === width)) return;
    if (!moved && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 5) return;
    moved = true;
    stage.classList.add("dragged");
    const point = at(event);
    show({ x: box.x + from.point.x - point.x, y: box.y + from.point.y - point.y, w: box.w });
  });
  const drop = () => { from = null; stage.classList.remove("dragged"); };
  window.addEventListener("pointerup", drop);
  window.addEventListener("pointercancel", drop);
  stage.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
  stage.addEventListener("dragstart", (event) => event.preventDefault());

  // A line or a node and its footnote light up together
  const line = (note) => note.dataset.number && of("line-" + note.dataset.number);
  const node = (note) => nodes[note.dataset.node];
  const parts = (note) => [line(note), node(note), nodes[note.dataset.from], nodes[note.dataset.to]].filter(Boolean);
  const light = (note, on) => [note, ...parts(note)].forEach((part) => part.classList.toggle("lit", on));
  for (const note of notes) {
    for (const [subject, begin, end] of [[note, "pointerenter", "pointerleave"], [note, "focusin", "focusout"],
      [line(note) || node(note), "pointerenter", "pointerleave"], [line(note) || node(note), "focus", "blur"]]) {
      if (!subject) continue;
      subject.addEventListener(begin, () => light(note, true));
      subject.addEventListener(end, () => light(note, false));
    }
  }
  const followed = () => {
    const [, kind, number] = /^#(line|node)-(\d+)$/.exec(location.hash) || [];
    const part = kind && of(kind + "-" + number), note = kind === "line" && of("note-" + number);
    if (!part) return;
    around(note ? parts(note) : [part]);
    part.focus({ preventScroll: true });
    stage.scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", followed);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#line-"], a[href^="#node-"]');
    if (link && link.getAttribute("href") === location.hash) followed();
  });

  // Search
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = new Map([...notes, ...rows].map((part) => [part, plain(part.textContent)]));
  nodes.forEach((node) => words.set(node, plain(node.dataset.name)));
  const count = (number, what) => number + " " + what + (number === 1 ? "" : "s");
  let hits = [], next = 0;
  const search = () => {
    const wanted = plain(find.value).split(/\s+/).filter(Boolean);
    const holds = (part) => wanted.every((word) => words.get(part).includes(word));
    hits = wanted.length ? nodes.filter(holds) : [];
    next = 0;
    nodes.forEach((node) => node.classList.toggle("hit", hits.includes(node)));
    [...notes, ...rows].forEach((part) => { part.hidden = !holds(part); });
    const left = notes.filter((note) => !note.hidden).length;
    found.textContent = wanted.length
      ? count(hits.length, "resource") + " in the figure and " + left + " of " + count(notes.length, "footnote")
        + (hits.length ? ". Enter goes to the next one." : ".")
      : "";
  };
  find.addEventListener("input", search);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length) {
      event.preventDefault();
      around([hits[next]]);
      found.textContent = (next + 1) + " of " + hits.length + ": " + hits[next].dataset.name;
      next = (next + 1) % hits.length;
    } else if (event.key === "Escape" && find.value) {
      find.value = "";
      search();
      show(whole);
    }
  });
  window.addEventListener("beforeprint", () => {
    find.value = "";
    search();
    show(whole);
    document.querySelectorAll("details").forEach((part) => { part.open = true; });
  });

  document.querySelector(".tools").hidden = false;
  followed();
})();
