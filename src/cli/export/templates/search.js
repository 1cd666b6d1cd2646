// The search of the site of `guichet export`. It asks nothing of any server: the words stand in search-index.js (this
// language) and phrasings.js (ways to ask in every language); folding.js says how letters are typed without accents.
"use strict";
(function () {
  // Dates that have passed since the site was written.
  const today = new Date().toISOString().slice(0, 10);
  for (const notice of document.querySelectorAll("[data-after]")) {
    notice.hidden = notice.dataset.after >= today;
  }
  // On paper every country's part is open.
  let opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    for (const part of opened) { part.open = true; }
  });
  window.addEventListener("afterprint", function () {
    for (const part of opened) { part.open = false; }
  });

  const index = window.guichetIndex, phrasings = window.guichetPhrasings, folding = window.guichetFolding;
  const form = document.getElementById("search"), results = document.getElementById("results");
  if (!index || !phrasings || !folding || !form) { return; }

  // The same as `language::fold`, so that a word meets itself in any script.
  function fold(text) {
    let out = "", before = "";
    for (const c of text.normalize("NFKC").toLowerCase()) {
      if (/\p{M}/u.test(c)) { continue; }
      const base = c.normalize("NFD")[0];
      const afterVowel = before !== "" && "αεο".includes(before);
      out += base === "υ" && afterVowel ? "u" : Object.hasOwn(folding, c) ? folding[c] : c;
      before = base;
    }
    return out;
  }
  // „EUR.1" is looked for as "eur1", and as "eur" and "1" where no page has that.
  function chunks(text) {
    return fold(text).split(/[\s'"’]+/u).map(function (chunk) {
      const parts = chunk.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
      return { joined: parts.join(""), parts: parts };
    }).filter(function (chunk) { return chunk.joined !== ""; });
  }
  // How well a word of the question meets a word of a page: the same, its beginning, or the same but for an ending.
  function likeness(asked, word) {
    if (asked === word) { return 1; }
    if (asked.length >= 2 && word.startsWith(asked)) { return 0.8; }
    const shortest = Math.min(asked.length, word.length);
    if (shortest < 4) { return 0; }
    let common = 0;
    while (common < shortest && asked[common] === word[common]) { common += 1; }
    return common >= Math.max(4, shortest - 2) && Math.abs(asked.length - word.length) <= 4 ? 0.5 : 0;
  }
  // Each word once, with the pages it stands on and what it weighs there.
  const vocabulary = new Map();
  index.forEach(function (page, at) {
    for (const [weight, text] of [[4, page.title_words], [2, phrasings[page.id]], [1, page.words]]) {
      for (const word of text ? text.split(" ") : []) {
        const places = vocabulary.get(word) || new Map();
        places.set(at, Math.max(weight, places.get(at) || 0));
        vocabulary.set(word, places);
      }
    }
  });
  function score(token) {
    const scores = index.map(function () { return 0; });
    for (const [word, places] of vocabulary) {
      const like = likeness(token, word);
      if (like === 0) { continue; }
      for (const [at, weight] of places) { scores[at] = Math.max(scores[at], weight * like); }
    }
    return scores;
  }
  function search(text) {
    const totals = index.map(function () { return { sum: 0, met: 0 }; });
    let tokens = 0;
    function add(scores) {
      const found = scores.filter(Boolean).length;
      tokens += 1;
      if (found === 0) { return; }
      const rarity = Math.log(1 + index.length / found);
      scores.forEach(function (value, at) {
        if (value > 0) { totals[at].sum += rarity * value; totals[at].met += 1; }
      });
    }
    for (const chunk of chunks(text)) {
      const whole = score(chunk.joined);
      if (chunk.parts.length > 1 && !whole.some(Boolean)) { chunk.parts.map(score).forEach(add); } else { add(whole); }
    }
    return totals.map(function (total, at) { return { total: total, page: index[at] }; })
      .filter(function (hit) { return hit.total.met * 2 >= tokens && hit.total.sum > 0; })
      .sort(function (a, b) { return b.total.sum - a.total.sum; })
      .slice(0, 12);
  }
  function show() {
    const text = document.getElementById("query").value.trim();
    results.replaceChildren();
    results.hidden = text.length < 2;
    if (results.hidden) { return; }
    const hits = search(text);
    const count = document.createElement("p");
    count.textContent = hits.length > 0 ? results.dataset.found + " " + hits.length : results.dataset.none;
    const list = document.createElement("ul");
    for (const hit of hits) {
      const link = document.createElement("a"), item = document.createElement("li");
      link.href = document.body.dataset.edition + hit.page.url;
      link.textContent = hit.page.title;
      item.append(link);
      list.append(item);
    }
    results.append(count, list);
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); show(); });
  let waiting = 0;
  document.getElementById("query").addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(show, 100);
  });
}());
