"""Work on which real workers die or hang: what some articles do to the process that reads them."""

import os
import signal
import time
from pathlib import Path

from kptimeline.pipeline import load_kit
from kptimeline.pipeline.work import Work

KILLS, HANGS, RAISES, EXITS = "<kills>", "<hangs>", "<raises>", "<exits>"


class DeadlyWork(Work, frozen=True):
    """Reads times alone, so that it begins at once; `once` names a file in which is noted who was killed, and who is in it is spared."""

    once: str | None = None
    false_starts: bool = False

    def prepare(self):
        if self.false_starts:
            os._exit(7)
        return load_kit(model=False)

    def read(self, articles, kit):
        for article in articles:
            if KILLS in article.text and not self._spared(article):
                os.kill(os.getpid(), signal.SIGKILL)
            if HANGS in article.text:
                time.sleep(600)
            if EXITS in article.text:
                os._exit(9)
            if RAISES in article.text:
                raise ValueError("no way\nto read it")
        return super().read(articles, kit)

    def _spared(self, article):
        if self.once is None:
            return False
        with Path(self.once).open("a+") as file:
            file.seek(0)
            before = file.read().split()
            file.write(article.key + "\n")
        return article.key in before
