#!/usr/bin/env python3
"""Decodes captures with cantools and python-can and holds `doorjamb decode --format json` to the same values.

    tests/peers/decode_values.py [--doorjamb PROGRAM] [--seed N] [CAPTURE...]

Without CAPTURE: every candump log in captures/ with every DBC in dbc/ and tests/dbc/torture.dbc, and random frames of every
message of each, in the formats that python-can writes. Needs cantools and python-can (see requirements.txt beside this file).
Exits 0 only if every value is equal.
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Beyond it no float holds every integer, and cantools reckons with whole numbers where it can.
EXACT = 2.0**53
# Above eight bytes (ISO 11898-1:2015).
FD_LENGTHS = (12, 16, 20, 24, 32, 48, 64)
WRITTEN = ("log", "blf", "asc")

try:
    import can
    import cantools
    from cantools.database.errors import DecodeError

    from cantools_values import payloads, read_text
except ImportError as error:
    sys.exit(
        f"decode_values.py: {error}, so NOTHING WAS COMPARED;\n"
        f"run: python3 -m venv VENV && VENV/bin/pip install -r {HERE / 'requirements.txt'}\n"
        f"then: VENV/bin/python {Path(__file__)}"
    )


class Difference(Exception):
    pass


def messages(path):
    """The messages of a DBC by identifier and kind; of several with one identifier the last, as doorjamb takes it."""
    database = cantools.database.load_string(read_text(path), "dbc", strict=False)
    return {(message.frame_id, message.is_extended_frame): message for message in database.messages}


def peer_values(message, data):
    """What cantools says of a frame: name to raw, value and label; None where it refuses the frame."""
    options = {"decode_choices": False, "allow_truncated": True}
    try:
        raw = message.decode(data, scaling=False, **options)
        scaled = message.decode(data, **options)
    except (DecodeError, KeyError):
        # A multiplexer value that is not defined; two signals of one name that are both cut off.
        return None
    values = {}
    for name in raw:
        choices = message.get_signal_by_name(name).conversion.choices or {}
        label = choices.get(raw[name])
        values[name] = (raw[name], scaled[name], None if label is None else str(label))
    return values


def same(ours, theirs):
    if isinstance(theirs, float) and not math.isfinite(theirs):
        return ours is None
    if ours is None:
        return False
    if ours == theirs:
        return True
    return abs(theirs) > EXACT and isinstance(ours, float | int) and abs((ours - theirs) / theirs) < 1e-15


def hold(line, message, data, place):
    """Compares one line of ours; returns how many values it held."""
    if line["message"] != message.name:
        raise Difference(f"{place}: message {line['message']} instead of {message.name}")
    expected = peer_values(message, data)
    if expected is None:
        return 0
    # Of two signals of one name in one frame cantools keeps the last.
    ours = {signal["name"]: signal for signal in line["signals"]}
    if set(ours) != set(expected):
        raise Difference(f"{place}: signals {sorted(ours)} instead of {sorted(expected)}")
    for name, (raw, value, label) in expected.items():
        signal = ours[name]
        if not (same(signal["raw"], raw) and same(signal["value"], value)):
            raise Difference(f"{place}: {name} is {signal['raw']}, {signal['value']} instead of {raw}, {value}")
        if signal.get("label") != label:
            raise Difference(f"{place}: {name} is called {signal.get('label')!r} instead of {label!r}")
        if signal.get("unit", "") != (message.get_signal_by_name(name).unit or ""):
            raise Difference(f"{place}: {name} has the unit {signal.get('unit')!r}")
    return len(expected)


def decode(program, capture, dbc):
    done = subprocess.run(
        [program, "decode", "--dbc", dbc, "--format", "json", capture], capture_output=True, text=True, encoding="utf-8"
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    frames = [line for line in lines if line["type"] == "frame"]
    # Exit code 2 with no line at all: the capture holds nothing that this DBC knows, and it says so.
    if done.returncode != 0 and (frames or "not one of its" not in done.stderr):
        raise Difference(f"{capture} with {dbc}: exit code {done.returncode}\n{done.stderr}")
    return frames


def compare(program, capture, dbc, known):
    """Compares a whole capture, read by python-can, frame by frame; returns how many values it held."""
    ours = iter(decode(program, capture, dbc))
    values, first = 0, None
    with can.LogReader(capture) as reader:
        for number, frame in enumerate(reader, 1):
            message = known.get((frame.arbitration_id, frame.is_extended_id))
            if frame.is_remote_frame or frame.is_error_frame or message is None:
                continue
            place = f"{capture} frame {number} with {dbc}"
            line = next(ours, None)
            if line is None:
                raise Difference(f"{place}: is missing")
            identifier = f"{frame.arbitration_id:08X}" if frame.is_extended_id else f"{frame.arbitration_id:03X}"
            # Times of day in headings are added by python-can, and left alone by doorjamb.
            first = first or (line["time_ns"], frame.timestamp)
            apart = (line["time_ns"] - first[0]) / 1e9 - (frame.timestamp - first[1])
            # Near the epoch python-can's floats have about 0.2 microseconds, and ASC has whole ones.
            if line["can_id"] != identifier or abs(apart) > 3e-6:
                raise Difference(f"{place}: {line} is not {frame}")
            values += hold(line, message, bytes(frame.data), place)
    if (line := next(ours, None)) is not None:
        raise Difference(f"{capture} with {dbc}: one too many: {line}")
    return values


def random_capture(path, known, rng):
    """Lets python-can write frames of every message that a frame can hold."""
    with can.Logger(path) as out:
        time = 1_700_000_000_000_000
        for (identifier, extended), message in known.items():
            for data in payloads(message, rng):
                if len(data) > 8 and len(data) not in FD_LENGTHS:
                    continue
                time += rng.randrange(1, 5000)
                frame = can.Message(
                    timestamp=time / 1e6, arbitration_id=identifier, is_extended_id=extended, is_fd=len(data) > 8, data=data
                )
                out(frame)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--doorjamb", default=target / "debug" / "doorjamb", help="the program to compare")
    parser.add_argument("--seed", type=int, default=None, help="repeat a comparison")
    parser.add_argument("capture", nargs="*", help="captures to compare with, instead of all there are")
    arguments = parser.parse_args()

    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 32)
    captures = arguments.capture or sorted(map(str, ROOT.glob("captures/*.log")))
    files = sorted([*ROOT.glob("tests/dbc/*.dbc"), *ROOT.glob("dbc/*.dbc")])
    values = 0
    try:
        with tempfile.TemporaryDirectory() as directory:
            for dbc in files:
                known = messages(dbc)
                for capture in captures:
                    values += compare(arguments.doorjamb, capture, dbc, known)
                for ending in WRITTEN:
                    made = str(Path(directory, f"{dbc.stem}.{ending}"))
                    random_capture(made, known, random.Random(seed))
                    values += compare(arguments.doorjamb, made, dbc, known)
    except Difference as difference:
        sys.exit(f"decode_values.py: values differ; repeat with --seed {seed}\n{difference}")
    if values < 10_000:
        sys.exit(f"decode_values.py: only {values} values were compared")
    print(
        f"{values} decoded values of {len(captures)} captures and {len(files)} DBC files equal cantools "
        f"{cantools.__version__} with python-can {can.__version__} (seed {seed})"
    )


if __name__ == "__main__":
    main()
