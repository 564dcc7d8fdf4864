"""Asks the units of a simulated car that `doorjamb simulate --serve` plays on the interface that is named: with udsoncan the body
module of a car that speaks UDS, with can-isotp the engine unit. Ends with 0 if each answer is what the scenario means."""

import sys

import can
import isotp
import udsoncan
from udsoncan.client import Client
from udsoncan.connections import PythonIsoTpConnection
from udsoncan.exceptions import NegativeResponseException

BCM, ENGINE = (0x765, 0x745), (0x18DAF110, 0x18DA10F1)


def link(interface, ids):
    """Our end of a link to a unit."""
    bus = can.Bus(interface="socketcan", channel=interface)
    mode = isotp.AddressingMode.Normal_29bits if ids[0] > 0x7FF else isotp.AddressingMode.Normal_11bits
    address = isotp.Address(mode, rxid=ids[0], txid=ids[1])
    return isotp.CanStack(bus, address=address, params={"stmin": 1, "blocksize": 2, "tx_padding": 0xCC})


def body(interface):
    """Sessions, identification, codes and a refusal."""
    config = dict(udsoncan.configs.default_client_config)
    config["data_identifiers"] = {0xF187: udsoncan.AsciiCodec(10), 0xF190: udsoncan.AsciiCodec(17), 0x0E28: "B"}
    config["request_timeout"] = config["p2_timeout"] = config["p2_star_timeout"] = 10
    config["use_server_timing"] = False
    with Client(PythonIsoTpConnection(link(interface, BCM)), config=config) as client:
        assert client.change_session(3).positive
        assert client.tester_present().positive
        part = client.read_data_by_identifier(0xF187).service_data.values[0xF187]
        assert part == "SIMULATED0", part
        # More than one frame.
        vin = client.read_data_by_identifier(0xF190).service_data.values[0xF190]
        assert vin == "D00RJAMBS1MULATED", vin
        codes = client.get_dtc_by_status_mask(0xFF).service_data.dtcs
        assert [code.id for code in codes] == [0xA56200], codes
        assert codes[0].status.confirmed
        try:
            client.read_data_by_identifier(0x0E28)
            raise AssertionError("an unknown identifier was answered")
        except NegativeResponseException as refused:
            assert refused.response.code == 0x31, refused
        assert client.change_session(1).positive


def engine(interface):
    """The vehicle's number, and how fast it is."""
    unit = link(interface, ENGINE)
    unit.start()
    try:
        for question, answer in [(b"\x09\x02", b"\x49\x02\x01D00RJAMBS1MULATED"), (b"\x01\x0d", b"\x41\x0d\x00")]:
            unit.send(question)
            said = unit.recv(block=True, timeout=10)
            assert bytes(said or b"") == answer, (question, said)
    finally:
        unit.stop()


if __name__ == "__main__":
    body(sys.argv[1])
    engine(sys.argv[1])
    print("every answer is what the scenario means")
