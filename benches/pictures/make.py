"""Two folders of the same site with the same photographs, for two generators.

    python3 benches/pictures/make.py FOLDER [PHOTOS]

FOLDER/parvis and FOLDER/hugo each have a page for ten photographs of 12 megapixels; Hugo's theme makes what Parvis
makes by itself: WebP of quality 80 in three widths. Needs Pillow. The photographs are noise of several grains over
shapes, so that they weigh what a photograph weighs, and every run makes other ones.
"""

import os
import sys

from PIL import Image, ImageChops, ImageDraw

WIDE, HIGH = 4000, 3000
PLAIN = "name: Banc\nurl: https://banc.example/\nlanguages: [fr]\n"
HUGO = """baseURL = "https://banc.example/"
languageCode = "fr"
title = "Banc"
disableKinds = ["taxonomy", "term", "RSS"]
[imaging]
quality = 80
resampleFilter = "Lanczos"
"""
BASE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><main>{{ block "main" . }}{{ end }}</main></body></html>"""
SINGLE = """{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}"""
LIST = """{{ define "main" }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}"""
IMAGE = """{{- with .PageInner.Resources.Get .Destination -}}
{{- $s := .Resize "480x webp q80" -}}{{- $m := .Resize "960x webp q80" -}}{{- $l := .Resize "1600x webp q80" -}}
<img src="{{ $m.RelPermalink }}" srcset="{{ $s.RelPermalink }} 480w, {{ $m.RelPermalink }} 960w, {{ $l.RelPermalink }} 1600w"
 sizes="(max-width: 720px) 100vw, 720px" width="{{ .Width }}" height="{{ .Height }}" alt="{{ $.PlainText }}" loading="lazy">
{{- end -}}"""


def photo():
    image = Image.linear_gradient("L").resize((WIDE, HIGH))
    image = Image.merge("RGB", (image, ImageChops.invert(image), image.transpose(Image.Transpose.ROTATE_180)))
    for parts, strength in ((8, 60), (32, 50), (128, 30), (1024, 22)):
        grain = Image.effect_noise((WIDE * parts // 1024, HIGH * parts // 1024), strength).resize((WIDE, HIGH), Image.BICUBIC)
        image = Image.blend(image, Image.merge("RGB", (grain, grain, grain)), 0.15)
    draw = ImageDraw.Draw(image)
    draw.rectangle((800, 1000, 3200, 2700), fill=(190, 150, 110))
    draw.polygon(((650, 1000), (2000, 380), (3350, 1000)), fill=(120, 50, 40))
    return image


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main(folder, count):
    write(f"{folder}/parvis/parvis.yaml", PLAIN)
    write(f"{folder}/hugo/hugo.toml", HUGO)
    layouts = f"{folder}/hugo/layouts/_default"
    for name, text in (("baseof", BASE), ("single", SINGLE), ("list", LIST), ("_markup/render-image", IMAGE)):
        write(f"{layouts}/{name}.html", text)
    grounds = [photo() for _ in range(4)]
    for first in range(0, count, 10):
        names = [f"p{number:03}.jpg" for number in range(first, min(first + 10, count))]
        shown = "\n\n".join(f"![Vue {name}]({name})" for name in names)
        place = f"content/lieux/l{first // 10:02}"
        for site in ("parvis", "hugo"):
            write(f"{folder}/{site}/{place}/index.md", f"---\ntitle: Lieu {first // 10}\n---\n{shown}\n")
        for number, name in enumerate(names, first):
            image = ImageChops.offset(grounds[number % 4], 37 * number % WIDE, 11 * number % HIGH)
            image.save(f"{folder}/parvis/{place}/{name}", quality=92)
            os.link(f"{folder}/parvis/{place}/{name}", f"{folder}/hugo/{place}/{name}")


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200)
