"""Commands that messages suggest, so that they can be pasted into a shell as they are."""

import shlex

PROGRAM = "partner-analytics"


def partners_command(action: str, name: str, other: str) -> str:
    """The command that confirms or rejects that a name is another partner's.

    >>> partners_command("confirm", "Sonos", "Sonos, Inc.")
    "partner-analytics partners confirm Sonos 'Sonos, Inc.'"
    >>> partners_command("reject", "-x", "$(reboot)")
    "partner-analytics partners reject -- -x '$(reboot)'"
    """
    names = [name, other]
    # A name that starts with a dash would be taken for an option.
    end = ["--"] if any(one.startswith("-") for one in names) else []
    return shlex.join([PROGRAM, "partners", action, *end, *names])
