"""From what the generator wrote to what is published."""

from pathlib import Path

from diagrams.site import cost
from diagrams.site.output import assets, bundle, described, feeds, hosts, lean, links, mended, origin, policy, shared


class Faulty(Exception):
    """A finished site has faults; the message names each in a line."""


def finish(site: Path, root: Path, address: str) -> None:
    """Make a built site lean, safe and lasting, in place; `address` is where it will be, or "". Raises Faulty."""
    lean.prune(site)
    mended.put(site)
    shared.move_out(site)
    described.put(site, root, address)
    feeds.write(site, root, address)
    try:
        bundle.put(site)
    except bundle.Apart as error:
        raise Faulty(str(error)) from error
    folder = assets.fingerprint(site)
    hosts.write(site, folder, address, policy.put(site))
    cost.write(site)
    origin.write(site, root, address)
    if found := links.faults(site, address):
        raise Faulty("\n".join(found))
