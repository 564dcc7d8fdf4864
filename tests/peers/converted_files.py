#!/usr/bin/env python3
"""Holds what doorjamb converts to the same frames that python-can reads and writes.

    tests/peers/converted_files.py --doorjamb target/debug/doorjamb [--seed N]

Random frames are converted to each format that both know and read by python-can; then python-can writes them, and
doorjamb converts those files to a log. pcapng, which python-can does not know, is read here by its specification.
Exits 0 only if every frame is equal. Needs python-can (see requirements.txt beside this file).
"""

import argparse
import random
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
START = 1_700_000_000_000_000  # microseconds: every format holds these
COUNT = 2_000
FD_LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64]

try:
    import can
except ImportError:
    sys.exit(
        "converted_files.py: PYTHON-CAN IS NOT INSTALLED, so nothing was compared;\n"
        f"run: python3 -m venv VENV && VENV/bin/pip install -r {HERE / 'requirements.txt'}\n"
        f"then: VENV/bin/python {Path(__file__)}"
    )


def frames(rng):
    """As (microseconds, bus, identifier, is extended, kind, bit rate switch, error state, data or length)."""
    time = START
    for _ in range(COUNT):
        time += rng.randrange(1, 50_000)
        bus = rng.randrange(2)
        extended = rng.random() < 0.4
        identifier = rng.randrange(1 << 29) if extended else rng.randrange(1 << 11)
        kind = rng.choice(["data"] * 6 + ["fd"] * 3 + ["remote"])
        brs = esi = False
        if kind == "remote":
            content = rng.randrange(9)
        elif kind == "fd":
            brs, esi = rng.random() < 0.5, rng.random() < 0.2
            content = rng.randbytes(rng.choice(FD_LENGTHS))
        else:
            content = rng.randbytes(rng.randrange(9))
        yield time, bus, identifier, extended, kind, brs, esi, content


def as_log(frame):
    time, bus, identifier, extended, kind, brs, esi, content = frame
    name = f"{identifier:08X}" if extended else f"{identifier:03X}"
    if kind == "remote":
        data = "R" + (str(content) if content else "")
    elif kind == "fd":
        data = f"#{brs * 1 + esi * 2:X}" + content.hex().upper()
    else:
        data = content.hex().upper()
    return f"({time // 1_000_000}.{time % 1_000_000:06}) can{bus} {name}#{data}"


def as_message(frame):
    time, bus, identifier, extended, kind, brs, esi, content = frame
    is_remote = kind == "remote"
    return can.Message(
        timestamp=time / 1e6,
        arbitration_id=identifier,
        is_extended_id=extended,
        is_remote_frame=is_remote,
        is_fd=kind == "fd",
        bitrate_switch=brs,
        error_state_indicator=esi,
        channel=bus,
        dlc=content if is_remote else len(content),
        data=None if is_remote else content,
        is_rx=True,
        check=True,
    )


def of_message(message, first):
    kind = "remote" if message.is_remote_frame else "fd" if message.is_fd else "data"
    content = message.dlc if kind == "remote" else bytes(message.data)
    return (
        round((message.timestamp - first) * 1e6),
        message.channel,
        message.arbitration_id,
        message.is_extended_id,
        kind,
        bool(message.bitrate_switch),
        bool(message.error_state_indicator),
        content,
    )


def is_misread(frame, ending):
    """What python-can reads otherwise than the format's maker has it."""
    _, _, _, _, kind, brs, esi, content = frame
    # CAN FD without data in ASC becomes a remote request; in TRC, error state and bit rate switch become one for the other.
    return kind == "fd" and ("asc" in ending and not content or ending == "trc" and esi)


def is_miswritten(frame, ending):
    """What python-can does not write: the length of a remote request in a log; in TRC, all but classic data frames."""
    kind, content = frame[4], frame[7]
    return ending == "log" and kind == "remote" and content or ending == "trc" and kind != "data"


def relative_to_first(chosen):
    return [(frame[0] - chosen[0][0], *frame[1:]) for frame in chosen]


def pcapng(path):
    """The frames of a little-endian pcapng file with SocketCAN packets and stamps in nanoseconds."""
    data = path.read_bytes()
    at, names = 0, []
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        body = data[at + 8 : at + size - 4]
        assert struct.unpack_from("<I", data, at + size - 4) == (size,), "the two sizes of a block"
        at += size
        if kind == 1:
            assert struct.unpack_from("<H", body) == (227,), "the link type"
            code, length = struct.unpack_from("<HH", body, 8)
            assert code == 2, "the name comes first"
            names.append(body[12 : 12 + length].decode())
        elif kind == 6:
            interface, high, low, length, _ = struct.unpack_from("<IIIII", body)
            packet = body[20 : 20 + length]
            word, count, flags = struct.unpack_from(">IBB", packet)
            extended, remote = bool(word & 0x8000_0000), bool(word & 0x4000_0000)
            what = "remote" if remote else "fd" if flags & 4 else "data"
            yield (
                ((high << 32) + low) // 1000,
                int(names[interface].removeprefix("can")),
                word & 0x1FFF_FFFF,
                extended,
                what,
                bool(flags & 1),
                bool(flags & 2),
                count if remote else packet[8 : 8 + count],
            )


def compare(what, found, expected, tolerance=1):
    """Stamps may differ by what a float of seconds since 1970 cannot hold."""
    assert len(found) == len(expected), f"{what}: {len(found)} frames, not {len(expected)}"
    for number, (one, other) in enumerate(zip(found, expected), 1):
        if abs(one[0] - other[0]) > tolerance or one[1:] != other[1:]:
            sys.exit(f"{what}: frame {number} differs\n  found    {one}\n  expected {other}")
    print(f"{what}: {len(found)} frames equal")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--doorjamb", required=True)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    made = list(frames(random.Random(arguments.seed)))

    def convert(source, target, *more):
        subprocess.run([arguments.doorjamb, "convert", source, target, *more], check=True, stderr=subprocess.DEVNULL)

    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        log = folder / "made.log"
        for ending in ["log", "asc", "blf", "trc", "asc.gz"]:
            path = folder / f"converted.{ending}"
            chosen = [frame for frame in made if not is_misread(frame, ending)]
            log.write_text("".join(as_log(frame) + "\n" for frame in chosen))
            convert(log, path)
            with can.LogReader(path) as reader:
                messages = list(reader)
            found = [of_message(message, messages[0].timestamp) for message in messages]
            if ending == "log":
                found = [(time, int(bus.removeprefix("can")), *rest) for time, bus, *rest in found]
            if ending == "trc":
                # It gives the number that stands in the file.
                found = [(time, bus - 1, *rest) for time, bus, *rest in found]
            compare(f"doorjamb writes {ending}, python-can reads it", found, relative_to_first(chosen))
        log.write_text("".join(as_log(frame) + "\n" for frame in made))
        path = folder / "converted.pcapng"
        convert(log, path)
        compare("doorjamb writes pcapng", list(pcapng(path)), made, tolerance=0)
        for ending in ["log", "asc", "blf", "trc"]:
            chosen = [frame for frame in made if not is_miswritten(frame, ending)]
            path, back = folder / f"python.{ending}", folder / f"{ending}.back.log"
            with can.Logger(path) as writer:
                for frame in chosen:
                    writer(as_message(frame))
            convert(path, back)
            with can.LogReader(back) as reader:
                messages = list(reader)
            first = messages[0].timestamp
            found = [of_message(message, first) for message in messages]
            found = [(time, int(bus.removeprefix("can")), *rest) for time, bus, *rest in found]
            # Its TRC stamps have tenths of a millisecond.
            tolerance = 101 if ending == "trc" else 2
            compare(f"python-can writes {ending}, doorjamb reads it", found, relative_to_first(chosen), tolerance)


if __name__ == "__main__":
    main()
