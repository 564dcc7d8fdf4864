#!/usr/bin/env python3
"""Learns cars that nobody has documented, and reads what was written with cantools.

    tests/peers/learned_car.py --doorjamb BINARY

Needs cantools (see requirements.txt beside this file). Exits 0 only if cantools takes every file as it is, and decodes each learned
signal to the fact's own words as often as somebody moved it; and the same of what was merged into a file of another tool.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import cantools
import cantools.database.errors

# One with pages, one with long identifiers and copies, one that wakes and sleeps.
SEEDS = [3, 8, 42]


# As editors on Windows write it, with a comment over several lines, a list of words that lacks `learned`, and no definition at all of
# what else is needed.
KNOWN = "\r\n".join([
    'VERSION ""', "", "NS_ :", "\tCM_", "\tBA_DEF_", "\tVAL_", "", "BS_:", "", "BU_: TUER", "",
    "BO_ 2047 FENSTER: 8 TUER", ' SG_ HEBER : 0|8@1+ (0.5,0) [0|127.5] "%" Vector__XXX', "",
    'CM_ SG_ 2047 HEBER "Für die Höhe', 'BO_ 1 KEINE: 8 X";', 'BA_DEF_ SG_ "DoorjambGrade" ENUM "A","B","C","D";',
    'BA_DEF_DEF_ "DoorjambGrade" "D";', 'VAL_ 2047 HEBER 0 "zu" 200 "offen, ganz" ;', "",
]).encode("cp1252")


def frames(log):
    """Identifier and bytes of every frame of a candump log."""
    for line in log.read_text().splitlines():
        identifier, data = line.split()[2].split("#")
        yield int(identifier, 16), len(identifier) > 3, bytes.fromhex(data)


def words(database, log):
    """The words that each signal with a fact went through, by fact."""
    by_id = {(message.frame_id, message.is_extended_frame): message for message in database.messages}
    told = {}
    for identifier, is_extended, data in frames(log):
        message = by_id.get((identifier, is_extended))
        if message is None:
            continue
        try:
            values = message.decode(data, allow_truncated=True)
        except cantools.database.errors.DecodeError:
            # A page in which nothing was learned, which cantools takes for an error.
            if not message.is_multiplexed():
                raise
            continue
        for name, value in values.items():
            fact = message.get_signal_by_name(name).dbc.attributes.get("DoorjambFact")
            if fact is not None:
                run = told.setdefault((message.name, name, fact.value), [])
                if not run or run[-1] != str(value):
                    run.append(str(value))
    return told


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--doorjamb", required=True, type=Path)
    doorjamb = arguments.parse_args().doorjamb.resolve()
    signals = 0
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            log, dbc = Path(folder) / "drive.log", Path(folder) / "mine.dbc"
            subprocess.run([doorjamb, "simulate", "--unknown", str(seed), "-o", log], check=True)
            learned = subprocess.run([doorjamb, "learn", log, "--dbc", dbc], capture_output=True, text=True)
            if learned.returncode == 2:
                sys.exit(f"seed {seed}: {learned.stderr}")
            database = cantools.database.load_file(dbc, strict=True)
            told = words(database, log)
            expected = len(re.findall(r"^BA_ \"DoorjambFact\"", dbc.read_text(), re.MULTILINE))
            if len(told) != expected or expected == 0:
                sys.exit(f"seed {seed}: {expected} signals tell a fact, cantools decodes {len(told)} of them")
            for (message, name, fact), run in told.items():
                # A fact is moved to and fro three times, or by hand once more; a contact may bounce.
                if len(set(run)) != 2 or not 5 <= len(run) <= 60:
                    sys.exit(f"seed {seed}: {message} {name} ({fact}) goes through {run}")
                grade = database.get_message_by_name(message).get_signal_by_name(name).dbc.attributes["DoorjambGrade"]
                if grade.value not in (4, "learned"):
                    sys.exit(f"seed {seed}: {message} {name} has the grade {grade.value}")
            signals += expected
            known, merged = Path(folder) / "known.dbc", Path(folder) / "merged.dbc"
            known.write_bytes(KNOWN)
            command = [doorjamb, "learn", log, "--merge", known, "--dbc", merged]
            if subprocess.run(command, capture_output=True, text=True).returncode == 2:
                sys.exit(f"seed {seed}: it cannot be merged")
            again = cantools.database.load_file(merged, strict=True, encoding="cp1252")
            if words(again, log) != told:
                sys.exit(f"seed {seed}: merged, it is not decoded as before")
            window = again.get_message_by_name("FENSTER")
            if "Höhe" not in window.get_signal_by_name("HEBER").comment or b"\n" in merged.read_bytes().replace(b"\r\n", b""):
                sys.exit(f"seed {seed}: what was there is not as it was")
    print(f"cantools reads {signals} learned signals of {len(SEEDS)} cars as they were meant, alone and merged")


main()
