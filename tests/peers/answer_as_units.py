"""Answers as a car's units would, with can-isotp, on the interface that is named: a body module that speaks KWP2000, takes its
time and is sometimes busy, and an engine unit that answers everyone's questions. Prints each question it hears. With `body` behind
the interface's name the car also broadcasts: it stands, locked; its locks obey the module, but for one with `stuck`."""

import sys
import threading
import time

import can
import isotp

VIN = b"D00RJAMBPEER00001"
BCM, ENGINE, EVERYONE = (0x745, 0x765), (0x7E0, 0x7E8), 0x7DF


# Whether the driver's and the other locks are locked.
locks = [True, True]


def broadcast(interface):
    """The body's frames and the speed, ten times a second."""
    bus = can.Bus(interface="socketcan", channel=interface)
    while True:
        locked = 0x10 * locks[0] | 0x08 * locks[1]
        frames = [
            (0x60D, [0, 6, locked, 0, 0, 0, 0, 0]),
            (0x35D, [0x80, 3, 0, 0, 0, 0, 0, 0]),
            (0x358, [0, 0, 0, 0, 0, 0, 0, 0]),
            (0x284, [0] * 8),
            (0x551, [0] * 8),
        ]
        for number, data in frames:
            bus.send(can.Message(arbitration_id=number, data=data, is_extended_id=False))
        time.sleep(0.1)


def move(action):
    """What the locks do when the module commands it."""
    time.sleep(0.5)
    if action in (1, 2, 3):
        locks[0] = action == 1
    if action in (1, 2, 4) and "stuck" not in sys.argv:
        locks[1] = action == 1


def body(request, asked):
    """What the body module says to a question that it hears for the `asked`th time."""
    match request:
        case [0x10, 0x81 | 0xC0]:
            return [[0x50, request[1]]]
        case [0x20]:
            return [[0x60]]
        case [0x3E, *form]:
            return [] if form in ([0x80], [0x02]) else [[0x7E]]
        case [0x21, 0x47]:
            if asked == 1:
                return [[0x7F, 0x21, 0x21]]
            return [[0x7F, 0x21, 0x78], [0x61, 0x47, 0x88, 0x20, *range(60)]]
        case [0x21, 0x48 | 0x42]:
            return [[0x61, request[1], 0, 0]]
        case [0x30, 0x07, 0x00, action]:
            threading.Thread(target=move, args=(action,), daemon=True).start()
            return [[0x70, 0x07, 0x00, action]]
        case [0x17, 0xFF, 0x00]:
            return [[0x57, 2, 0xD0, 0x00, 0x60, 0xA5, 0x62, 0x20]]
    return [[0x7F, request[0], 0x11]]


def engine(request, _):
    """What the engine unit says."""
    match request:
        case [0x01, 0x0D]:
            return [[0x41, 0x0D, 0]]
        case [0x01, 0x42]:
            return [[0x41, 0x42, 0x30, 0x39]]
        case [0x09, 0x02]:
            return [[0x49, 0x02, 0x01, *VIN]]
        case [0x03]:
            return [[0x43, 1, 0x03, 0x40]]
    return [[0x7F, request[0], 0x12]]


def stack(interface, ids, **parameters):
    """One end of a link, with a bus of its own."""
    bus = can.Bus(interface="socketcan", channel=interface)
    address = isotp.Address(isotp.AddressingMode.Normal_11bits, rxid=ids[0], txid=ids[1])
    parameters = {"tx_padding": 0xFF, "blocking_send": True, **parameters}
    made = isotp.CanStack(bus, address=address, params=parameters)
    made.start()
    return made


def main():
    interface = sys.argv[1]
    units = [
        (stack(interface, BCM, stmin=1, blocksize=2), body),
        (stack(interface, ENGINE), engine),
    ]
    # What everyone is asked is heard apart and answered with the engine unit's own link.
    everyone = stack(interface, (EVERYONE, ENGINE[1]))
    asked = {}
    if "body" in sys.argv:
        threading.Thread(target=broadcast, args=(interface,), daemon=True).start()
    print("ready", flush=True)
    while True:
        heard = [(link, say, link.recv()) for link, say in units]
        heard.append((units[1][0], units[1][1], everyone.recv()))
        for link, say, request in heard:
            if request is None:
                continue
            request = bytes(request)
            asked[request] = asked.get(request, 0) + 1
            print(request.hex(" "), flush=True)
            for answer in say(list(request), asked[request]):
                link.send(bytes(answer), send_timeout=5)
        time.sleep(0.002)


if __name__ == "__main__":
    main()
