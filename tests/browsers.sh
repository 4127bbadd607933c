#!/bin/sh
# See to it that there are Chromium, Firefox and WebKit, and print Chromium's path: that
# of its headless shell, which draws the same pages with half the work, where it can be
# had. Where one is missing, install it, or say what to do.
found() {  # not `chromium`: command -v would find the function
  for name in chromium-headless-shell chromium chromium-browser google-chrome \
    google-chrome-stable; do
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

missing() {
  found >/dev/null 2>&1 || echo chromium
  command -v firefox-esr >/dev/null || command -v firefox >/dev/null || echo firefox-esr
  command -v WebKitWebDriver >/dev/null || echo webkit2gtk-driver
  command -v Xvfb >/dev/null || echo xvfb
}

shell="$(command -v chromium-headless-shell || true)"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] && { [ -z "$shell" ] || [ -n "$(missing)" ]; }; then
  {
    apt-get update -qq
    [ "$shell" ] || apt-get install -y -qq --no-install-recommends chromium-headless-shell
    # shellcheck disable=SC2046
    apt-get install -y -qq --no-install-recommends $(missing)
  } >&2
fi
found >/dev/null 2>&1 || playwright install chromium >&2
for package in $(missing); do
  echo "No $package: the tests that need it fail." >&2
  echo "On Debian, as root: apt install $package" >&2
done
found || { echo "The browser tests need Chromium: install it so that 'chromium' runs." >&2; exit 1; }
