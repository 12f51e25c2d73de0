"""The local web pages: a Datasette plugin that only `kptimeline serve` registers."""
