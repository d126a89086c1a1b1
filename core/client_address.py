"""Whose connection it is, as far as an address can tell: what tries are counted by."""

import ipaddress

UNKNOWN = "unknown"
HOUSEHOLD_BITS = 64


def network_of(address: str | None) -> str:
    """Return the network one household or hall answers for: an IPv4 address, or an IPv6 /64.

    Whoever has one IPv6 address has 2^64 of them. An IPv4 address written as IPv6 counts as
    IPv4; what is no address is one and the same unknown network.
    """
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, HOUSEHOLD_BITS), strict=False))
