"use strict";
(() => {
  const root = document.documentElement;
  const slides = [...document.querySelectorAll(".slide")];
  const $ = (id) => document.getElementById(id);
  const play = $("play"), scrub = $("scrub"), typed = $("typed");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const urls = new Map();
  let at = 0, digits = "", idle = 0;

  /* ---- clips ------------------------------------------------------------------------------------------------- */

  const clipOf = (slide) => [...document.querySelectorAll(`script.clip[data-of="${slide.id}"]`)];
  const hasClip = (slide) => slide.hasAttribute("data-clip") && !slide.hasAttribute("data-unplayable");

  function urlOf(element) {
    if (!urls.has(element)) {
      const text = atob(element.textContent.trim());
      const bytes = new Uint8Array(text.length);
      for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
      urls.set(element, URL.createObjectURL(new Blob([bytes], { type: element.dataset.kind.split(";")[0] })));
    }
    return urls.get(element);
  }

  function dropFarClips() {
    for (const [element, url] of urls) {
      const place = slides.findIndex((slide) => slide.id === element.dataset.of);
      if (Math.abs(place - at) > 2) {
        const video = slides[place].querySelector("video");
        if (video) video.remove();
        URL.revokeObjectURL(url);
        urls.delete(element);
      }
    }
  }

  function videoOf(slide) {
    let video = slide.querySelector("video");
    if (video || !hasClip(slide)) return video;
    video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.preload = "auto";
    video.disablePictureInPicture = true;
    video.setAttribute("aria-hidden", "true");
    video.loop = slide.hasAttribute("data-repeat");
    const rank = { probably: 0, maybe: 1 };
    const kinds = clipOf(slide).filter((clip) => video.canPlayType(clip.dataset.kind))
      .sort((a, b) => rank[video.canPlayType(a.dataset.kind)] - rank[video.canPlayType(b.dataset.kind)]);
    const tryNext = () => {
      const clip = kinds.shift();
      if (clip) {
        video.src = urlOf(clip);
        return;
      }
      slide.setAttribute("data-unplayable", "");
      slide.removeAttribute("data-proof");
      video.remove();
      if (slide === slides[at] && slide.dataset.phase !== "asking") rest(slide);
    };
    video.addEventListener("error", () => {
      const again = slide.dataset.at === "clip";
      tryNext();
      if (again && video.isConnected) video.play().catch(() => {});
    });
    video.addEventListener("playing", () => {
      // Until its first picture is there, the one that is shown stays.
      if (slide !== slides[at] || slide.dataset.phase === "asking") video.pause();
      else slide.dataset.at = "clip";
    });
    video.addEventListener("ended", () => { slide.dataset.at = "end"; refresh(); });
    for (const name of ["play", "pause", "timeupdate", "seeked", "loadedmetadata"]) video.addEventListener(name, refresh);
    slide.querySelector(".picture").append(video);
    tryNext();
    return video.isConnected ? video : null;
  }

  /* ---- one slide --------------------------------------------------------------------------------------------- */

  const asks = (slide) => slide.classList.contains("asks");

  function rest(slide) {
    slide.dataset.at = "end";
    slide.dataset.phase = asks(slide) ? (hasClip(slide) ? "folded" : "told") : "plain";
    refresh();
  }

  function arrive(slide) {
    for (const choice of slide.querySelectorAll(".picked")) choice.classList.remove("picked");
    const details = slide.querySelector(".answer");
    if (details) details.open = true;
    slide.toggleAttribute("data-proof", hasClip(slide));
    const video = hasClip(slide) ? videoOf(slide) : null;
    if (video) { video.pause(); if (video.readyState) video.currentTime = 0; }
    slide.dataset.at = "begin";
    slide.dataset.phase = asks(slide) ? "asking" : "plain";
    const status = slide.querySelector(".verdict");
    if (status) status.textContent = "";
    if (slide.classList.contains("step") && !asks(slide)) {
      if (!hasClip(slide)) slide.dataset.at = "end";
      else if (!calm.matches) start(slide);
    }
  }

  function start(slide) {
    const video = videoOf(slide);
    if (!video) { rest(slide); return; }
    if (asks(slide)) slide.dataset.phase = "folded";
    if (video.ended || slide.dataset.at === "end") video.currentTime = 0;
    if (video.readyState >= 2) slide.dataset.at = "clip";
    video.play().catch(() => {});
    refresh();
  }

  function reveal(slide, picked) {
    if (slide.dataset.phase !== "asking") return;
    if (picked) picked.classList.add("picked");
    slide.dataset.phase = "told";
    const right = slide.querySelector(".choice.right");
    const status = slide.querySelector(".verdict");
    const words = right ? right.textContent.trim().replace(/\s+/g, " ") : "";
    if (picked) status.textContent = picked === right ? `${status.dataset.right} ` : `${status.dataset.wrong} ${words}. `;
    else status.textContent = right ? `${status.dataset.told} ${words}. ` : "";
    if (!hasClip(slide)) slide.dataset.at = "end";
    slide.focus({ preventScroll: true });
    refresh();
  }

  function toggle() {
    const slide = slides[at];
    if (slide.dataset.phase === "asking") { reveal(slide); return; }
    const video = slide.querySelector("video");
    if (video && slide.dataset.at === "clip" && !video.paused && !video.ended) video.pause();
    else if (hasClip(slide)) start(slide);
    else next();
  }

  function nudge(frames) {
    const slide = slides[at], video = hasClip(slide) ? videoOf(slide) : null;
    if (!video || slide.dataset.phase === "asking") return;
    video.pause();
    if (asks(slide)) slide.dataset.phase = "folded";
    const fps = Number(slide.dataset.fps), count = Number(slide.dataset.frames);
    const now = slide.dataset.at === "end" ? count - 1 : slide.dataset.at === "begin" ? 0 : Math.floor(video.currentTime * fps + 0.01);
    seek(slide, Math.min(count - 1, Math.max(0, now + frames)));
  }

  function seek(slide, frame) {
    const video = videoOf(slide), fps = Number(slide.dataset.fps);
    if (!video) return;
    if (asks(slide)) slide.dataset.phase = "folded";
    slide.dataset.at = "clip";
    video.currentTime = (frame + 0.5) / fps;
    refresh();
  }

  /* ---- all slides -------------------------------------------------------------------------------------------- */

  function go(index, { push = true, focus = true } = {}) {
    index = Math.min(slides.length - 1, Math.max(0, index));
    const left = slides[at].querySelector("video");
    if (left) left.pause();
    at = index;
    slides.forEach((slide, place) => slide.classList.toggle("shown", place === at));
    const slide = slides[at];
    arrive(slide);
    dropFarClips();
    if (push) { try { history.replaceState(null, "", `#${slide.id}`); } catch { location.hash = slide.id; } }
    if (focus) slide.focus({ preventScroll: true });
    const following = slides[at + 1];
    if (following && hasClip(following)) setTimeout(() => { if (slides[at + 1] === following) videoOf(following); }, 400);
    refresh();
  }

  function next() {
    const slide = slides[at];
    if (slide.dataset.phase === "asking") reveal(slide);
    else if (slide.dataset.phase === "told" && hasClip(slide)) start(slide);
    else if (at + 1 < slides.length) go(at + 1);
  }

  const previous = () => { if (at > 0) go(at - 1); };

  function refresh() {
    const slide = slides[at], video = slide.querySelector("video"), playable = hasClip(slide);
    const playing = Boolean(video && !video.paused && !video.ended && slide.dataset.at === "clip");
    play.classList.toggle("playing", playing);
    play.setAttribute("aria-label", playing ? play.dataset.pause : play.dataset.play);
    play.disabled = !playable && slide.dataset.phase !== "asking";
    $("back").disabled = at === 0;
    $("on").disabled = at === slides.length - 1 && slide.dataset.phase !== "asking" && !(slide.dataset.phase === "told" && playable);
    const count = Number(slide.dataset.frames || 1), fps = Number(slide.dataset.fps || 1);
    scrub.disabled = !playable || slide.dataset.phase === "asking";
    scrub.max = String(count - 1);
    if (slide.dataset.at === "end") scrub.value = scrub.max;
    else scrub.value = slide.dataset.at === "clip" && video ? String(Math.floor(video.currentTime * fps + 0.01)) : "0";
    $("way").style.width = `${slides.length > 1 ? 100 * at / (slides.length - 1) : 100}%`;
    const where = $("where");
    where.textContent = "";
    const number = document.createElement("b");
    number.textContent = slide.dataset.number ? `${slide.dataset.number}  ` : "";
    where.append(number, slide.dataset.name);
    document.title = slide.dataset.number ? `${slide.dataset.number} ${slide.dataset.name}` : slide.dataset.name;
  }

  function toggleNotes() {
    const on = root.classList.toggle("with-notes");
    $("notes").setAttribute("aria-pressed", String(on));
  }

  function toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (root.requestFullscreen) root.requestFullscreen().catch(() => {});
  }

  function showOverview() {
    const list = $("overview").querySelector("ol");
    list.textContent = "";
    slides.forEach((slide, place) => {
      const item = document.createElement("li"), button = document.createElement("button"), name = document.createElement("span");
      button.type = "button";
      const image = slide.querySelector(asks(slide) ? ".begin" : ".end") || slide.querySelector("img");
      if (image) {
        const small = document.createElement("img");
        small.src = image.src;
        small.alt = "";
        button.append(small);
      } else {
        const words = document.createElement("span");
        words.className = "thumb";
        words.textContent = slide.dataset.name;
        button.append(words);
      }
      name.className = "name";
      name.textContent = slide.dataset.number ? `${place}. ${slide.dataset.name}` : slide.dataset.name;
      button.append(name);
      if (place === at) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => { $("overview").close(); go(place); });
      item.append(button);
      list.append(item);
    });
    $("overview").showModal();
    list.children[at].firstChild.focus();
  }

  function toggleDialog(dialog, open) {
    if (dialog.open) dialog.close();
    else open();
  }

  /* ---- what people press ------------------------------------------------------------------------------------- */

  const keys = {
    ArrowRight: next, ArrowDown: next, PageDown: next, ArrowLeft: previous, ArrowUp: previous, PageUp: previous, Backspace: previous,
    Home: () => go(0), End: () => go(slides.length - 1), " ": toggle, n: toggleNotes, f: toggleFull,
    o: showOverview, g: showOverview, "?": () => $("keys").showModal(), b: () => root.classList.toggle("blanked"),
    ".": () => root.classList.toggle("blanked"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (root.classList.contains("blanked")) { root.classList.remove("blanked"); event.preventDefault(); return; }
    const dialog = document.querySelector("dialog[open]");
    if (dialog) {
      const own = dialog.id === "overview" ? ["o", "g"] : ["?"];
      if (own.includes(key)) { dialog.close(); event.preventDefault(); }
      return;
    }
    if (event.target === scrub && key.startsWith("Arrow")) return;
    const onButton = event.target.closest && event.target.closest("button");
    if (onButton && (key === " " || (key === "Enter" && !digits))) return;
    const slide = slides[at];
    // Clickers send letters as well: only where somebody has come to the choices by keys do letters answer.
    const answering = slide.dataset.phase === "asking" && event.target.closest && event.target.closest(".question");
    const choices = answering ? [...slide.querySelectorAll(".choice")] : [];
    const letter = "abcdef".indexOf(key);
    if (event.shiftKey && (key === "ArrowRight" || key === "ArrowLeft")) nudge(key === "ArrowRight" ? 1 : -1);
    else if (letter >= 0 && letter < choices.length) reveal(slide, choices[letter]);
    else if (/^[0-9]$/.test(key)) { digits = (digits + key).slice(-3); typed.textContent = digits; }
    else if (key === "Enter") {
      if (digits) go(slides.findIndex((one) => one.id === `step-${Number(digits)}`) >= 0 ? Number(digits) : at);
      else next();
      digits = typed.textContent = "";
    } else if (key === "Escape") digits = typed.textContent = "";
    else if (keys[key]) { digits = typed.textContent = ""; keys[key](); }
    else return;
    event.preventDefault();
  });

  let touch = null;
  const main = document.querySelector("main");
  main.addEventListener("pointerdown", (event) => {
    touch = event.isPrimary ? { x: event.clientX, y: event.clientY, kind: event.pointerType, time: event.timeStamp } : null;
  });
  main.addEventListener("pointerup", (event) => {
    if (!touch || !event.isPrimary || event.button > 0) return;
    const dx = event.clientX - touch.x, dy = event.clientY - touch.y, from = touch;
    touch = null;
    if (from.kind !== "mouse" && Math.abs(dx) > 40 && Math.abs(dx) > 1.5 * Math.abs(dy)) {
      if (dx < 0) next(); else previous();
    } else if (Math.hypot(dx, dy) < 10 && event.target.closest(".picture")) {
      const box = event.target.closest(".picture").getBoundingClientRect();
      if (from.kind !== "mouse") toggle();
      else if (event.clientX - box.left < box.width / 3) previous();
      else next();
    }
  });
  main.addEventListener("pointercancel", () => { touch = null; });
  main.addEventListener("click", (event) => {
    const choice = event.target.closest(".choice");
    if (choice) reveal(slides[at], choice);
  });
  // Keys are the slide's again when somebody has clicked; who came to a button by keys stays there.
  document.querySelector(".bar").addEventListener("click", (event) => {
    if (event.detail > 0 && !document.querySelector("dialog[open]")) slides[at].focus({ preventScroll: true });
  });
  $("back").addEventListener("click", previous);
  $("on").addEventListener("click", next);
  $("go").addEventListener("click", () => go(1));
  play.addEventListener("click", toggle);
  $("notes").addEventListener("click", toggleNotes);
  $("full").addEventListener("click", toggleFull);
  $("all").addEventListener("click", showOverview);
  $("help").addEventListener("click", () => toggleDialog($("keys"), () => $("keys").showModal()));
  document.querySelector(".blank").addEventListener("click", () => root.classList.remove("blanked"));
  scrub.addEventListener("input", () => {
    const video = slides[at].querySelector("video");
    if (video) video.pause();
    seek(slides[at], Number(scrub.value));
  });
  for (const name of ["pointermove", "keydown"]) {
    document.addEventListener(name, () => {
      root.classList.remove("idle");
      clearTimeout(idle);
      idle = setTimeout(() => root.classList.add("idle"), 2500);
    });
  }
  // A slide is all that is there now, so its title is the first heading.
  for (const title of document.querySelectorAll(".step > h2")) title.setAttribute("aria-level", "1");
  for (const title of document.querySelectorAll(".step .notes h3")) title.setAttribute("aria-level", "2");
  const first = slides[0].hasAttribute("data-bare") ? 1 : 0;
  const named = () => {
    const place = slides.findIndex((slide) => `#${slide.id}` === location.hash);
    return place < 0 ? first : place;
  };
  addEventListener("hashchange", () => { if (named() !== at) go(named(), { push: false }); });
  if (!document.fullscreenEnabled) $("full").hidden = true;
  addEventListener("beforeprint", () => { for (const answer of document.querySelectorAll(".answer")) answer.open = true; });
  go(named(), { push: false, focus: false });
})();
