"""The house palette."""

import json
from pathlib import Path

PALETTE = json.loads(Path(__file__).with_name("palette.json").read_text())
