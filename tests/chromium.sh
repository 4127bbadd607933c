#!/bin/sh
# Print the path of a Chromium. Its headless shell draws the same pages with half the
# work, so that is taken, or installed, where it can be. Else any, or say what to do.
installs() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] \
    && apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends "$1" >&2
}

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

command -v chromium-headless-shell && exit
installs chromium-headless-shell && command -v chromium-headless-shell && exit
find_one && exit
installs chromium || playwright install chromium >&2
find_one || { echo "The browser tests need Chromium: install it so that 'chromium' runs." >&2; exit 1; }
