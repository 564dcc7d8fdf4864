#!/usr/bin/env python3
"""The page of --html in a real browser: it is drawn, nothing complains, its timeline reacts, and text stays text.

Usage: run.py PROGRAM [FOLDER]; in FOLDER, screenshots and prints are left to be looked at.
"""

import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

from browser import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844, "phone": True}
DESKTOP = {"width": 1280, "height": 900}
program = pathlib.Path(sys.argv[1]).resolve()
folder = pathlib.Path(tempfile.mkdtemp(prefix="pages-"))
kept = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else folder
kept.mkdir(parents=True, exist_ok=True)


def page(name, *arguments):
    path = folder / f"{name}.html"
    done = subprocess.run([program, *arguments, "--html", path], cwd=ROOT, capture_output=True, text=True)
    assert path.exists(), done.stderr
    return path


def colours(png):
    """How many different colours a screenshot has: one if it is blank."""
    assert png.startswith(b"\x89PNG")
    at, data = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", png[at + 8:at + 18])
            assert depth == 8
            wide = {2: 3, 6: 4}[colour]
        if kind == b"IDAT":
            data += png[at + 8:at + 8 + length]
        at += 12 + length
    # The filters of PNG make differences of colours, and a blank picture has none under any of them.
    data = zlib.decompress(data)
    return len({data[at:at + wide] for at in range(1, len(data), wide)})


def assert_quiet(browser):
    console = browser.console()
    assert not console, console
    assert browser.run("return performance.getEntriesByType('resource').length") == 0, "something was loaded"


def assert_drawn(browser, name):
    picture = browser.screenshot()
    (kept / f"{name}.png").write_bytes(picture)
    assert colours(picture) > 50, "blank"
    wide = browser.run("return [document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], f"wider than the window: {wide}"
    top = browser.run("const box = document.querySelector('h1').getBoundingClientRect(); return [box.top, box.bottom]")
    assert 0 <= top[0] < top[1] < 844, "the verdict is not on the first screen"
    lanes = browser.run("""return [...document.querySelectorAll('.plot')].map((plot) => {
        const box = plot.getBoundingClientRect(); return box.width > 100 && box.height > 10; })""")
    assert len(lanes) > 10 and all(lanes), lanes


def view(browser):
    return [float(part) for part in browser.run("return document.querySelector('.plot').getAttribute('viewBox')").split()]


def value(browser, lane):
    script = """const lane = [...document.querySelectorAll('.lane .name')].find(
        (name) => name.firstChild.textContent.trim() === arguments[0]);
        return lane.querySelector('.value').textContent"""
    return browser.run(script, lane)


def plot_at(browser, seconds):
    """Where that moment is in the first lane, with that lane in sight."""
    x, y, width = browser.run("""const plot = document.querySelector('.plot'); plot.scrollIntoView({ block: 'center' });
        const box = plot.getBoundingClientRect(); return [box.x, box.y + box.height / 2, box.width]""")
    begin, _, wide, _ = view(browser)
    return x + (seconds * 1000 - begin) / wide * width, y


def is_drawn_everywhere(tailgate):
    for name, size in [("phone", PHONE), ("desktop", DESKTOP), ("phone-dark", {**PHONE, "dark": True})]:
        with Browser(**size) as browser:
            browser.open(tailgate)
            assert_drawn(browser, name)
            assert_quiet(browser)
            if name == "desktop":
                (kept / "printed.pdf").write_bytes(browser.pdf())
                assert (kept / "printed.pdf").stat().st_size > 10_000


def reacts_to_a_mouse(tailgate):
    with Browser(**DESKTOP) as browser:
        browser.open(tailgate)
        before = value(browser, "tailgate")
        assert before == "open at the end, 1 change", before
        # Of the capture: the tailgate opens at 2.722 s, the driver's door lock unlocks at 1.259 s.
        browser.move([plot_at(browser, 1.0)], kind="mouse", held=False)
        assert value(browser, "tailgate") == "closed" and value(browser, "driver's door lock") == "locked"
        browser.move([plot_at(browser, 5.0)], kind="mouse", held=False)
        assert value(browser, "tailgate") == "open" and value(browser, "driver's door lock") == "unlocked"
        cursor = browser.run("return document.getElementById('cursor').textContent")
        assert cursor.startswith("at ") and abs(float(cursor.split()[1]) - 5.0) < 0.1, cursor
        words = "return [...document.querySelectorAll('#car .opening .words')].map((words) => words.textContent)"
        assert "OPEN" in browser.run(words)
        browser.move([plot_at(browser, 1.0)], kind="mouse", held=False)
        assert "OPEN" not in browser.run(words)
        labels = "return document.getElementById('axis').textContent"
        whole, axis = view(browser), browser.run(labels)
        browser.click("[data-zoom=in]")
        near = view(browser)
        assert near[2] == whole[2] / 2 and browser.run(labels) != axis, near
        x, y = plot_at(browser, (near[0] + near[2] / 2) / 1000)
        browser.move([(x, y), (x - 60, y), (x - 120, y)], kind="mouse")
        assert view(browser)[0] > near[0] and view(browser)[2] == near[2], "it was not panned"
        browser.click("[data-zoom=all]")
        assert view(browser) == whole and value(browser, "tailgate") == before
        browser.click("[data-from]")
        begin, _, wide, _ = view(browser)
        assert wide < whole[2] and begin <= 8_498 <= begin + wide, "the finding is not in sight"
        browser.press("#lanes", "++")
        assert view(browser)[2] == wide / 4
        assert_quiet(browser)


def reacts_to_fingers(tailgate):
    with Browser(**PHONE) as browser:
        browser.open(tailgate)
        browser.move([plot_at(browser, 5.0)])
        assert value(browser, "tailgate") == "open"
        browser.move([plot_at(browser, 1.0)])
        assert value(browser, "tailgate") == "closed"
        whole = view(browser)
        (left, y), (right, _) = plot_at(browser, 5.0), plot_at(browser, 7.0)
        browser.move([(left, y), (left - 40, y)], [(right, y), (right + 40, y)])
        near = view(browser)
        assert near[2] < whole[2] * 0.8, "two fingers do not zoom"
        assert_quiet(browser)


def is_whole_without_script(tailgate):
    with Browser(**PHONE) as browser:
        browser.command("Emulation.setScriptExecutionDisabled", value=True)
        browser.open(tailgate)
        picture = browser.screenshot()
        (kept / "without-script.png").write_bytes(picture)
        assert colours(picture) > 50
        assert browser.call("GET", f"/element/{browser.find('#controls')}/attribute/hidden") == "true"
        assert browser.find("#axis text") and browser.find(".plot.opening path.on")


def keeps_text_as_text():
    smuggled = "</script><script>window.smuggled=1</script>"
    lines = (ROOT / "captures/locked-while-open.log").read_text().replace("can0", smuggled).splitlines()
    lines.insert(5, "<img src=x onerror=window.smuggled=2>\u202e")
    capture = folder / "\"><svg onload=window.smuggled=3>'&\u202e.log"
    capture.write_text("\n".join(lines) + "\n")
    dbc = (ROOT / "dbc/nissan_classic.dbc").read_text()
    title = 'BA_ "DoorjambTitle" "'
    assert title in dbc
    dbc = dbc.replace(title, title + "<script>window.smuggled=4</script>\u202e\u0085")
    car = folder / "<i onclick=alert(1)>.dbc"
    car.write_text(dbc)
    path = page("hostile", "replay", capture, "--car", car)
    with Browser(**PHONE) as browser:
        browser.open(path)
        assert browser.run("return window.smuggled === undefined")
        assert browser.run("return document.querySelectorAll('img, i, svg[onload], body script').length") == 2
        text = browser.run("return document.body.innerText")
        for part in [smuggled, "<svg onload=window.smuggled=3>", "<script>window.smuggled=4</script>", "\\u{202e}"]:
            assert part in text, part
        assert "\u202e" not in text
        assert_drawn(browser, "hostile")
        assert_quiet(browser)


def opens_at_once_with_a_million_frames():
    capture = folder / "million.log"
    with capture.open("w") as log:
        for n in range(1_000_000):
            stamp = f"({1_700_000_000 + n // 2_000}.{n % 2_000 * 500:06}) can0"
            if n % 8 == 0:
                log.write(f"{stamp} 60D#{n // 8 * 37 & 0xFF:02X}{n // 56 % 8:02X}{n // 8 & 0x18:02X}{n // 24 & 0xFF:02X}00000000\n")
            elif n % 8 == 4:
                log.write(f"{stamp} 284#00000000{n * 7_919 & 0x3FFF:04X}0000\n")
            else:
                log.write(f"{stamp} 123#00\n")
    path = page("million", "replay", capture, "--car", "nissan_classic")
    size = path.stat().st_size
    assert size < 3_000_000, size
    with Browser(**PHONE) as browser:
        browser.open(path)
        took = browser.run("const [page] = performance.getEntriesByType('navigation'); return page.loadEventEnd")
        assert took < 3_000, f"{took} ms"
        assert_drawn(browser, "million")
        browser.click("[data-zoom=in]")
        (kept / "million-near.png").write_bytes(browser.screenshot())
        assert_quiet(browser)
        print(f"  a million frames: {size / 1e6:.2f} MB, loaded in {took:.0f} ms")


def main():
    tailgate = page("tailgate", "replay", "captures/closed-but-reported-open.log")
    checks = [
        (is_drawn_everywhere, tailgate), (reacts_to_a_mouse, tailgate), (reacts_to_fingers, tailgate),
        (is_whole_without_script, tailgate), (keeps_text_as_text,), (opens_at_once_with_a_million_frames,),
    ]
    for check, *arguments in checks:
        print(check.__name__.replace("_", " "), flush=True)
        check(*arguments)


main()
