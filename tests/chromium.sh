#!/bin/sh
# Print the path of a Chromium. Where there is none, install one, or say what to do.
find_one() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return 0
  done
  python - <<'PY'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    path = p.chromium.executable_path
print(path) if pathlib.Path(path).exists() else sys.exit(1)
PY
}

find_one && exit
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >&2
else
  playwright install chromium >&2
fi
find_one || { echo "The browser tests need Chromium: install it so that 'chromium' runs." >&2; exit 1; }
