#!/usr/bin/env python3
"""Times edits until they are seen, with a harness that asks for folders: `/proposals/x/` is `/proposals/x.html` here.

usage: watch.py HARNESS/watch.py DIR --bin ours=PATH [what the harness takes]
"""
import importlib.util
import re
import sys

spec = importlib.util.spec_from_file_location("watch", sys.argv.pop(1))
watch = importlib.util.module_from_spec(spec)
spec.loader.exec_module(watch)
asked = watch.Get.__call__


def flat(self, path):
    page = re.fullmatch(r"/(proposals|minutes)/([^/]+)/", path)
    return asked(self, f"/{page[1]}/{page[2]}.html" if page else path)


def address_of(term, get):
    _, body = get("/category/")
    found = re.search(r'href="[^"]*/category/([^"/]+)/index.html">' + re.escape(term), body.decode("utf-8", "replace"))
    return found.group(1) if found else "-"


watch.Get.__call__ = flat
watch.slugcat = address_of
watch.SERVE["ours"] = "{bin} --folder {root} serve --port {port}"
watch.TEMPLATE["ours"] = "themes/bench/templates/page.html"
watch.main()
