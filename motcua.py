"""``motcua``: the one command over both programs, the office server and the tablet.

Server and tablet import nothing of each other; this file stands above both and loads only the
one that was asked for, because a tablet need not have Flask in memory.
"""

import click


class Programs(click.Group):
    """``kiosk`` is the tablet's; every other command is the server's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from server.cli import server

        return sorted([*server.list_commands(ctx), "kiosk"])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name == "kiosk":
            from kiosk.cli import kiosk

            return kiosk
        from server.cli import server

        return server.get_command(ctx, name)


@click.command(cls=Programs)
@click.version_option(package_name="motcua", prog_name="motcua")
def main() -> None:
    """Queue tickets, counter boards and satisfaction tablets for one-stop service offices."""
