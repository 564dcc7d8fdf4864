"""A headless Chromium, driven over WebDriver with nothing but the standard library. It knows nothing of what it shows."""

import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

# WebDriver's name for a reference to an element (W3C WebDriver, section 12).
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

OPTIONS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
]


class Browser:
    """One window. `phone`: of that size, with touch."""

    def __init__(self, width, height, phone=False, dark=False):
        self.folder = tempfile.mkdtemp(prefix="page-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.driver = subprocess.Popen(
            [shutil.which("chromedriver"), f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        # A proxy of the surroundings is not for this.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _ in range(100):
            try:
                if self.call("GET", "/status")["ready"]:
                    break
            except OSError:
                time.sleep(0.1)
        arguments = OPTIONS + [f"--user-data-dir={self.folder}", f"--window-size={width},{height}"]
        if dark:
            arguments.append("--blink-settings=preferredColorScheme=0")
        chromium = {"binary": shutil.which("chromium"), "args": arguments}
        if phone:
            metrics = {"width": width, "height": height, "pixelRatio": 2, "touch": True}
            chromium["mobileEmulation"] = {"deviceMetrics": metrics}
        wanted = {"browserName": "chrome", "goog:chromeOptions": chromium, "goog:loggingPrefs": {"browser": "ALL"}}
        session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.base += "/session/" + session["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, path, body=None):
        data = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with self.opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()[:500]}") from None

    def open(self, path):
        self.call("POST", "/url", {"url": "file://" + str(path)})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def console(self):
        """What was written there since the last call, violations of the page's policy included."""
        return [entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"})]

    def screenshot(self):
        return base64.b64decode(self.call("GET", "/screenshot"))

    def pdf(self):
        return base64.b64decode(self.call("POST", "/print", {}))

    def command(self, name, **parameters):
        """A command of Chromium's own protocol."""
        return self.call("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click")

    def press(self, selector, keys):
        self.call("POST", f"/element/{self.find(selector)}/value", {"text": keys})

    def move(self, *fingers, kind="touch", held=True):
        """Moves fingers, each along its points; `held`: they touch while moving."""
        sources = []
        for number, points in enumerate(fingers):
            steps = []
            for place, (x, y) in enumerate(points):
                steps.append({"type": "pointerMove", "duration": 50 * min(place, 1), "x": round(x), "y": round(y)})
                if held and place == 0:
                    steps.append({"type": "pointerDown", "button": 0})
            if held:
                steps.append({"type": "pointerUp", "button": 0})
            sources.append(
                {"type": "pointer", "id": f"finger{number}", "parameters": {"pointerType": kind}, "actions": steps})
        self.call("POST", "/actions", {"actions": sources})
