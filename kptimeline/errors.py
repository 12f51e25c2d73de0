"""Every failure that a person can meet: a cause, a way out, an exit code (docs/cli.md lists them)."""

from __future__ import annotations


class KptimelineError(Exception):
    """A failure with its cause (`message`), the way out (`hint`) and the exit code of the command."""

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputRejectedError(KptimelineError):
    """An input file or line could not be read; the rest of the run goes on. Exit code 1."""

    exit_code = 1


class UsageError(KptimelineError):
    """An option or argument makes no sense. Exit code 2."""

    exit_code = 2


class LateError(UsageError):
    """A question took longer than it may. Exit code 2."""


class MissingPartError(UsageError):
    """A part of kptimeline that is installed by itself is not there; the hint installs it. Exit code 2."""


class DatabaseError(KptimelineError):
    """The database is missing, foreign, damaged, locked, or of another schema. Exit code 3."""

    exit_code = 3


class NotFoundError(KptimelineError):
    """An actor, event or article that was named does not exist. Exit code 4."""

    exit_code = 4


class RuleError(KptimelineError):
    """A rule, lexicon or registry file is wrong; the message names file, entry and place. Exit code 2."""

    exit_code = 2


class StoppedError(KptimelineError):
    """A person stopped the command; what was done is kept. Exit code 130."""

    exit_code = 130
