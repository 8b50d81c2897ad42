/* Reading never needs this script: it only adds a button that copies commands. */
(function () {
  "use strict";
  var html = document.documentElement;
  html.classList.add("js");
  if (!navigator.clipboard) { return; }
  var label = html.lang === "fr" ? ["Copier", "Copié"] : ["Copy", "Copied"];
  document.querySelectorAll("pre.commands").forEach(function (block) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = label[0];
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(block.innerText).then(function () { button.textContent = label[1]; });
    });
    block.after(button);
  });
})();
