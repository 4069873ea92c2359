"""The words of the page: nothing is left untranslated, and nothing is called that has no words."""

import json
import re
from importlib.resources import files
from typing import Any

from simulator.outcomes import MEASURES
from worlds.config.levers import _shipped
from worlds.config.policies import shipped_policies
from worlds.config.scenarios import shipped_scenarios
