/* Of the preview alone: waits for the next build, and shows what changed. Words are exchanged in place; the page is
   loaded again where its scripts, its styles or what runs on it changed. */
(function () {
  "use strict";
  var mine = document.currentScript;
  var seen = mine.dataset.build;
  /* The page as it was sent: this runs before the scripts of the page do. */
  var sent = document.documentElement.cloneNode(true);
  var marks = new Map();
  var stopped = null;

  function runs(script) {
    return !script.src.endsWith("/.parvis/reload.js") && (!script.type || /javascript|module/i.test(script.type));
  }

  /* What cannot be exchanged under a page that is shown. */
  function frame(root) {
    var fixed = Array.from(root.querySelectorAll("style, link[rel~=stylesheet], meta[http-equiv], base, script"));
    fixed = fixed.filter(function (one) { return one.localName !== "script" || runs(one); });
    return [root.lang, root.className].concat(fixed.map(function (one) { return one.outerHTML; })).join("\n");
  }

  function without(body) {
    var copy = body.cloneNode(true);
    copy.querySelectorAll("script[src='/.parvis/reload.js']").forEach(function (one) { one.remove(); });
    copy.normalize();
    /* The parser moves the white space behind the body into it, and this ran before. */
    var last = copy.lastChild;
    if (last && last.nodeType === Node.TEXT_NODE) { last.data = last.data.trimEnd(); }
    if (last && last.data === "") { last.remove(); }
    return copy;
  }

  function sameOrigin(url) {
    return url && new URL(url, location.href).origin === location.origin;
  }

  /* The files a page is shown with, each with the elements that ask for it. */
  function files() {
    var found = new Map();
    document.querySelectorAll("link[rel~=stylesheet], script[src], img[src]").forEach(function (one) {
      var url = one.localName === "link" ? one.href : one.src;
      if (one === mine || !sameOrigin(url)) { return; }
      url = url.split(/[?#]/)[0];
      found.set(url, (found.get(url) || []).concat([one]));
    });
    return found;
  }

  async function mark(url) {
    var answer = await fetch(url, { method: "HEAD", cache: "no-store" });
    return { tag: answer.headers.get("etag"), build: answer.headers.get("x-parvis-build") };
  }

  /* Each file's mark; true where a script is another one. */
  async function look(first) {
    var again = false;
    for (var [url, shown] of files()) {
      var now = await mark(url);
      var known = marks.get(url);
      if (first) {
        /* A build may have come between the page and this: then what is shown may be older. */
        marks.set(url, now.build === seen ? now.tag : null);
        continue;
      }
      marks.set(url, now.tag);
      if (known === undefined || known === now.tag) { continue; }
      for (var one of shown) {
        if (one.localName === "script") { again = true; }
        if (one.localName === "img") { one.src = url + "?build=" + seen; }
        if (one.localName === "link") { exchange(one, url + "?build=" + seen); }
      }
    }
    return again;
  }

  /* The old style goes when the new one is there, so that nothing is ever shown without. */
  function exchange(link, href) {
    var next = link.cloneNode();
    next.href = href;
    next.onload = next.onerror = function () { link.remove(); };
    link.after(next);
  }

  function alike(old, next) {
    return old.nodeName === next.nodeName && old.id === next.id;
  }

  /* Makes `old` as `next`, which is of the same name, and touches nothing that is the same. */
  function become(old, next) {
    if (old.isEqualNode(next)) { return; }
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = next.nodeValue;
      return;
    }
    Array.from(old.attributes).forEach(function (one) {
      if (!next.hasAttribute(one.name)) { old.removeAttribute(one.name); }
    });
    Array.from(next.attributes).forEach(function (one) {
      if (old.getAttribute(one.name) !== one.value) { old.setAttribute(one.name, one.value); }
    });
    var a = Array.from(old.childNodes), b = Array.from(next.childNodes);
    while (a.length && b.length && a[0].isEqualNode(b[0])) { a.shift(); b.shift(); }
    while (a.length && b.length && a[a.length - 1].isEqualNode(b[b.length - 1])) { var after = a.pop(); b.pop(); }
    while (a.length && b.length) {
      /* Something taken out or put in leaves its neighbours as they are. */
      var at = a.slice(0, 3).findIndex(function (one) { return alike(one, b[0]); });
      if (at < 0) { old.insertBefore(document.importNode(b.shift(), true), a[0]); continue; }
      a.splice(0, at).forEach(function (one) { one.remove(); });
      become(a.shift(), b.shift());
    }
    a.forEach(function (one) { one.remove(); });
    b.forEach(function (one) { old.insertBefore(document.importNode(one, true), after || null); });
  }

  async function show() {
    var answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    /* Not built yet, as after a new start: what is shown stays until it is. */
    if (answer.status === 503) { return; }
    var html = (answer.headers.get("content-type") || "").startsWith("text/html");
    if (!html || answer.redirected) { location.reload(); return; }
    seen = answer.headers.get("x-parvis-build") || seen;
    var page = new DOMParser().parseFromString(await answer.text(), "text/html");
    var next = page.documentElement;
    var before = without(sent.querySelector("body")), after = without(page.body);
    var words = !before.isEqualNode(after);
    /* A script of the page that changed its body would have to run again on the new one. */
    var touched = words && !without(document.body).isEqualNode(before);
    if (frame(sent) !== frame(next) || touched || await look(false)) { location.reload(); return; }
    document.title = page.title;
    if (words) {
      mine.remove();
      document.body.normalize();
      become(document.body, after);
    }
    sent = next;
  }

  function pause(time) {
    return new Promise(function (done) { setTimeout(done, time); });
  }

  /* A page that nobody sees asks nothing: a browser allows few open questions to one program. */
  function visible() {
    return new Promise(function (done) {
      if (!document.hidden) { done(); return; }
      document.addEventListener("visibilitychange", function () { done(); }, { once: true });
    });
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden && stopped) { stopped.abort(); }
  });

  async function wait() {
    await look(true).catch(function () {});
    for (;;) {
      await visible();
      try {
        stopped = new AbortController();
        var answer = await fetch("/.parvis/builds?after=" + seen, { cache: "no-store", signal: stopped.signal });
        var number = await answer.text();
        if (answer.ok && number !== seen) {
          seen = number;
          await show();
        }
      } catch (error) {
        /* Stopped, or started again: the same number may be another site. */
        if (!document.hidden) { seen = "none"; }
        await pause(400);
      }
    }
  }
  wait();
})();
