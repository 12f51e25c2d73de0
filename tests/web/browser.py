"""A real Chromium without a window: Debian's, with its own driver; nothing is downloaded for it."""

import json
import os
import shutil
import subprocess

from tests.machine import missing

INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "chromium-driver")
SWITCHES = (
    "--headless=new",
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

# Of each text that is seen: its words, and the contrast with the nearest background behind it.
CONTRAST = """
const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
function behind(node) {
  for (let at = node; at; at = at.parentElement) {
    const color = numbers(getComputedStyle(at).backgroundColor);
    if (color.length < 4 || color[3] > 0) return color;
  }
  return [255, 255, 255];
}
const low = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const node = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || !node.checkVisibility() || node.closest("svg, option, datalist, script")) continue;
  const style = getComputedStyle(node), size = parseFloat(style.fontSize);
  const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
  const [one, two] = [light(numbers(style.color)), light(behind(node))].sort((a, b) => b - a);
  const ratio = (one + 0.05) / (two + 0.05);
  if (ratio < needed) low.push(`${ratio.toFixed(2)}: ${walk.currentNode.data.trim().slice(0, 40)}`);
}
return low;
"""


def programs():
    """The browser and its driver, installed where that may be done; else the test skips, or fails in CI."""
    if not _found() and shutil.which("apt-get") and os.geteuid() == 0:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (("apt-get", "update", "-q"), INSTALL):
            subprocess.run(command, env=env, check=False, capture_output=True)
    if found := _found():
        return found
    return missing("Chromium with its driver", f"as root: {' '.join(INSTALL)}")


def _found():
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Browser:
    """One window, and what it asked for and complained of since it was last looked at."""

    def __init__(self):
        from selenium.webdriver import Chrome, ChromeOptions, ChromeService

        binary, driver = programs()
        options = ChromeOptions()
        options.binary_location = binary
        for switch in SWITCHES:
            options.add_argument(switch)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = Chrome(options=options, service=ChromeService(driver))

    def open(self, url, *, width=1280, scheme="light", media="", scripts=True):
        """Opens a page at a width in CSS pixels, in the light or the dark, on screen or for print."""
        tell = self.driver.execute_cdp_cmd
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        tell("Emulation.setDeviceMetricsOverride", size)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        tell("Emulation.setEmulatedMedia", {"media": media, "features": [feature]})
        tell("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self.driver.get(url)

    def run(self, script, *values):
        """What a script returns that is run in the page."""
        return self.driver.execute_script(script, *values)

    def all(self, selector):
        """Elements, by a CSS selector."""
        return self.driver.find_elements("css selector", selector)

    def one(self, selector):
        """The first of them."""
        return self.driver.find_element("css selector", selector)

    def press(self, *keys):
        """Keys, to whatever has the focus."""
        from selenium.webdriver import ActionChains

        actions = ActionChains(self.driver)
        for key in keys:
            actions.send_keys(key)
        actions.perform()

    def until(self, holds):
        """Waits for what comes of a click or a key, which nobody else waits for."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 20, poll_frequency=0.05).until(lambda _driver: holds())

    def complaints(self):
        """What stands in the console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def asked(self):
        """The addresses that pages asked for."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        sent = [
            each["params"]["request"]["url"]
            for each in messages
            if each["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in sent if not url.startswith("data:")]
